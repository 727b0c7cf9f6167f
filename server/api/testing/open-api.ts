import type { OpenAPIHono } from "@hono/zod-openapi";
import { makeApiKey } from "../../../access/api-key.ts";
import type { Role } from "../../../access/roles.ts";
import type { CarrierConnection } from "../../../carriers/carrier-connection.ts";
import { applySettings } from "../../../store/apply-settings.ts";
import { CALLBACKS_CHANGED } from "../../../store/callbacks/note-callback.ts";
import { CONVERSATIONS_CHANGED } from "../../../store/conversations/touch-conversation.ts";
import { joinStaff } from "../../../store/join-staff.ts";
import { insertApiKey } from "../../../store/keep-api-keys.ts";
import { insertPerson } from "../../../store/keep-people.ts";
import { type Connection, type Database, openDatabase } from "../../../store/open-database.ts";
import { createTestDatabase } from "../../../store/testing/create-test-database.ts";
import type { Recordings } from "../../../voicemail/open-recordings.ts";
import { followCalls } from "../../follow-calls.ts";
import { openSignIn } from "../../sign-in/open-sign-in.ts";
import { appSettings } from "../../testing/app-settings.ts";
import { openTestOutbound } from "../../testing/open-test-outbound.ts";
import { createApi } from "../create-api.ts";

export type Answer = { status: number; body: Record<string, unknown> & { error?: { code: string } } };

/** The API over a database of its own, with two accounts: acme, and a stranger's. */
export type TestApi = {
  app: OpenAPIHono;
  database: Database;
  connection: Connection;
  told: string[];
  logged: string[];
  /** Sends a request to /accounts/acme… as acme's owner, or with another key. */
  ask: (method: string, path: string, body?: unknown, key?: string, version?: string) => Promise<Answer>;
  keyFor: (slug: string, role: Role) => Promise<string>;
  /** The cookie of a new staff member with this role, who signed in. */
  cookieFor: (slug: string, role: Role) => Promise<string>;
  close: () => Promise<void>;
};

const account = (slug: string, last: string) => ({
  account: { slug, name: slug, country: "US", timezone: "America/Chicago" },
  carriers: [{ id: slug, kind: "twilio", accountSid: "AC1", authToken: "s3cret" }],
  staff: [{ email: `dana@${slug}.test`, name: "Dana", phone: `+1312555011${last}` }],
  numbers: [{ number: `+1312555012${last}`, carrier: slug, user: `dana@${slug}.test` }],
  leads: [{ name: "Anna", phones: ["+13125550150"], assignedTo: `dana@${slug}.test` }],
});

async function connectionOf(database: Database): Promise<CarrierConnection> {
  const { id } = await database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "acme")
    .executeTakeFirstOrThrow();
  const apiBaseUrl = "https://carrier.acme.test";
  const own = { id: "acme", accountId: id, country: "US", kind: "twilio", accountSid: "AC1" } as const;
  return { ...own, authToken: "s3cret", credentials: {}, apiBaseUrl };
}

/** `carriers` answers what is asked of carriers' REST APIs; unless told, they refuse. */
export async function openTestApi(
  carriers: typeof fetch = async () => new Response("{}", { status: 401 }),
  recordings: Recordings = appSettings("http://127.0.0.1:8080").recordings,
): Promise<TestApi> {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { max: 3 });
  await applySettings(database, { accounts: [account("acme", "1"), account("stranger", "2")] });
  let people = 0;
  const told: string[] = [];
  const logged: string[] = [];
  const log = { error: (_: object, message: string) => void logged.push(message) };
  const signIn = openSignIn({ database, publicUrl: "http://127.0.0.1:8080", sendMail: null, log });
  const live = followCalls(made.connection, () => {});
  const liveCallbacks = followCalls(made.connection, () => {}, CALLBACKS_CHANGED);
  const liveConversations = followCalls(made.connection, () => {}, CONVERSATIONS_CHANGED);
  const app = createApi({
    database,
    signIn,
    practice: appSettings("http://127.0.0.1:8080").practice,
    onSettingsChanged: async (accountId) => {
      told.push(accountId);
    },
    onNotices: () => {},
    onCampaigns: () => {},
    outbound: openTestOutbound({
      database,
      connection: await connectionOf(database),
      send: carriers,
      now: () => 0,
    }),
    publicUrl: "https://calls.acme.test",
    // No carrier is asked by a test: none answers.
    fetch: carriers,
    recordings,
    live,
    liveCallbacks,
    liveConversations,
    onTexts: () => {},
    now: () => 0,
    log,
  });
  const keyFor = async (slug: string, role: Role) => {
    const { id } = await database.query
      .selectFrom("account")
      .select("id")
      .where("slug", "=", slug)
      .executeTakeFirstOrThrow();
    const made = makeApiKey();
    await insertApiKey(database.query, id, made, { role, label: "the manager's key" });
    return made.key;
  };
  const cookieFor = async (slug: string, role: Role) => {
    const email = `${role}-${people++}@${slug}.test`;
    await applySettings(database, { account: { slug }, staff: [{ email, name: email, role }] });
    const { accountId, staffId } = await database.query
      .selectFrom("staff")
      .select(["account_id as accountId", "id as staffId"])
      .where("email", "=", email)
      .executeTakeFirstOrThrow();
    const passwordHash = await signIn.hashPassword("correct horse");
    const personId = await insertPerson(database.query, { name: email, email, passwordHash });
    await joinStaff(database.query, { accountId, staffId, personId });
    const asked = { headers: new Headers(), peer: { address: "192.0.2.1", local: true } };
    const cookies = await signIn.start(asked, { email, password: "correct horse" });
    return cookies.map((line) => line.split(";")[0]).join("; ");
  };
  const owner = await keyFor("acme", "owner");
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    key = owner,
    version = "",
  ): Promise<Answer> => {
    const answer = await app.request(`/accounts/acme${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        ...(version === "" ? {} : { "if-match": `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  };
  const close = async () => {
    await live.stop();
    await liveCallbacks.stop();
    await liveConversations.stop();
    await database.close();
    await made.drop();
  };
  return { app, database, connection: made.connection, told, logged, ask, keyFor, cookieFor, close };
}
