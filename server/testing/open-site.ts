import { Hono } from "hono";
import type { Mail } from "../../notify/open-mail.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { makeFirstRunToken } from "../../store/keep-first-run.ts";
import { type Database, openDatabase } from "../../store/open-database.ts";
import { createTestDatabase } from "../../store/testing/create-test-database.ts";
import { createApi } from "../api/create-api.ts";
import { mountSignIn } from "../sign-in/mount-sign-in.ts";
import { openSignIn } from "../sign-in/open-sign-in.ts";
import { appSettings } from "./app-settings.ts";
import { openTestOutbound } from "./open-test-outbound.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects out of whatever came
type Body = any;
export type SiteAnswer = { status: number; body: Body; setCookies: string[] };

/** A browser with cookies of its own, at an address of its own. */
export type Browser = {
  cookies: Map<string, string>;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<SiteAnswer>;
};

/** Sign-in and the API over an empty database, as browsers see them. */
export type Site = {
  database: Database;
  mails: Mail[];
  logged: string[];
  clock: { now: number };
  browser(options?: { address?: string }): Browser;
  /** A browser in which somebody has set up this account (acme unless told) as its owner. */
  firstRun(account?: object, owner?: object): Promise<Browser>;
  apply(settings: object): Promise<void>;
  close(): Promise<void>;
};

export const PASSWORD = "correct horse";

export async function openSite(
  options: { publicUrl?: string; mail?: boolean; mailFails?: boolean } = {},
): Promise<Site> {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { max: 3, patient: true });
  const publicUrl = options.publicUrl ?? "http://127.0.0.1:8080";
  const mails: Mail[] = [];
  const logged: string[] = [];
  const clock = { now: Date.parse("2026-03-02T14:00:00Z") };
  const log = { error: (_: object, message: string) => void logged.push(message) };
  const sendMail = async (mail: Mail) => {
    if (options.mailFails) throw new Error("the mail server hangs up");
    mails.push(mail);
  };
  const signIn = openSignIn({ database, publicUrl, sendMail: options.mail ? sendMail : null, log });
  const app = new Hono();
  app.route(
    "/api/v1",
    createApi({
      database,
      signIn,
      ...appSettings(publicUrl),
      onSettingsChanged: async () => {},
      onNotices: () => {},
      onCampaigns: () => {},
      onTexts: () => {},
      outbound: openTestOutbound({ database, connection: null, send: fetch, now: () => clock.now }),
      now: () => clock.now,
      log,
    }),
  );
  mountSignIn(app, signIn);

  let browsers = 0;
  function browser({ address }: { address?: string } = {}): Browser {
    const cookies = new Map<string, string>();
    browsers += 1;
    const remoteAddress = address ?? `192.0.2.${browsers}`;
    return {
      cookies,
      async ask(method, path, body, headers = {}) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        const answer = await app.request(
          new URL(path, publicUrl).href,
          {
            method,
            headers: {
              host: new URL(publicUrl).host,
              ...(method === "GET" ? {} : { origin: new URL(publicUrl).origin }),
              "content-type": "application/json",
              ...(cookie === "" ? {} : { cookie }),
              ...headers,
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          },
          { incoming: { socket: { remoteAddress } } },
        );
        const setCookies = answer.headers.getSetCookie();
        for (const line of setCookies) keepCookie(cookies, line);
        const text = await answer.text();
        return { status: answer.status, body: text === "" ? null : JSON.parse(text), setCookies };
      },
    };
  }

  return {
    database,
    mails,
    logged,
    clock,
    browser,
    async firstRun(account = { name: "Acme", country: "US", timezone: "America/Chicago" }, owner = {}) {
      const token = await makeFirstRunToken(database.query);
      const opened = browser();
      const answer = await opened.ask("POST", "/api/v1/first-run", {
        token,
        account,
        owner: { name: "Olga", email: "olga@acme.test", password: PASSWORD, ...owner },
      });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return opened;
    },
    async apply(settings) {
      const applied = await applySettings(database, settings);
      if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
    },
    async close() {
      await database.close();
      await made.drop();
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === "" || /max-age=0(;|$)/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
