import { expect, onTestFinished, test } from "vitest";
import { makeFirstRunToken } from "../../store/keep-first-run.ts";
import { createTestDatabase } from "../../store/testing/create-test-database.ts";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";
import { offerFirstRun } from "../offer-first-run.ts";
import { openSite, PASSWORD, type Site } from "../testing/open-site.ts";
import { runServer, type ServerProcess } from "../testing/run-server.ts";

async function open(options: Parameters<typeof openSite>[0] = {}): Promise<Site> {
  const site = await openSite(options);
  onTestFinished(() => site.close());
  return site;
}
const ADDRESS = "http://127.0.0.1:8080";
const olga = { name: "Olga", email: "Olga@Acme.test", password: PASSWORD, phone: "(312) 555-0101" };
const acme = {
  name: "Acme Roofing",
  country: "US",
  timezone: "America/Chicago",
  companyPhone: "312 555 0100",
};

test("the first start says a link; it makes the account, its owner and their session, once", async () => {
  const site = await open();
  const browser = site.browser();
  expect((await browser.ask("GET", "/api/v1/me")).body).toEqual({
    person: null,
    accounts: [],
    needsFirstRun: true,
    mail: false,
  });
  const line = await offerFirstRun(site.database, ADDRESS);
  expect(line).toMatch(/^Set up your account: http:\/\/127\.0\.0\.1:8080\/first-run#[\w-]{43}\n$/);
  const token = line.trim().split("#")[1];
  expect((await browser.ask("GET", `/api/v1/first-run/${token}`)).body).toEqual({ accounts: [] });

  const answer = await browser.ask("POST", "/api/v1/first-run", { token, account: acme, owner: olga });
  expect(answer).toMatchObject({ status: 200, body: { slug: "acme-roofing" } });
  expect(answer.setCookies.join()).toMatch(/ringright\.session_token=.*HttpOnly.*SameSite=Lax/i);
  expect((await browser.ask("GET", "/api/v1/me")).body).toMatchObject({
    person: { name: "Olga", email: "olga@acme.test", twoFactor: false },
    accounts: [
      {
        slug: "acme-roofing",
        name: "Acme Roofing",
        role: "owner",
        timezone: "America/Chicago",
        country: "US",
      },
    ],
    needsFirstRun: false,
  });
  const account = await browser.ask("GET", "/api/v1/accounts/acme-roofing");
  expect(account.body).toMatchObject({ name: "Acme Roofing", companyPhone: "+13125550100" });
  const staff = await browser.ask("GET", "/api/v1/accounts/acme-roofing/staff");
  expect(staff.body.items).toMatchObject([
    { email: "olga@acme.test", phone: "+13125550101", role: "owner", signIn: "active" },
  ]);
  const audit = await browser.ask("GET", "/api/v1/accounts/acme-roofing/audit");
  expect(audit.body.items).toMatchObject([
    { actor: { kind: "person", name: "Olga" }, section: "staff", undoable: true },
    { actor: { kind: "person", name: "Olga" }, section: "account", action: "created", undoable: false },
  ]);

  expect(await offerFirstRun(site.database, ADDRESS)).toBe("");
  const again = await site
    .browser()
    .ask("POST", "/api/v1/first-run", { token, account: { ...acme, slug: "b" }, owner: olga });
  expect(again).toMatchObject({ status: 403, body: { error: { code: "forbidden" } }, setCookies: [] });
});

test("whatever is wrong is said by field, nothing is made, and the link stays good", async () => {
  const site = await open();
  const token = await makeFirstRunToken(site.database.query);
  const browser = site.browser();
  const attempt = (account: object, owner: object) =>
    browser.ask("POST", "/api/v1/first-run", { token, account, owner: { ...olga, ...owner } });
  const wrong = await attempt({ ...acme, timezone: "Mars/Base" }, { email: "olga", phone: "12" });
  expect(wrong.status).toBe(400);
  expect(Object.keys(wrong.body.error.fields).sort()).toEqual([
    "account.timezone",
    "owner.email",
    "owner.phone",
  ]);
  const short = await attempt(acme, { password: "too short" });
  expect(Object.keys(short.body.error.fields)).toEqual(["owner.password"]);
  expect((await attempt({ ...acme, slug: "a\u0000" }, {})).status).toBe(400);
  expect((await attempt({ ...acme, slug: "Not A Slug" }, {})).status).toBe(400);
  expect((await attempt(acme, { email: "\u0000@acme.test", name: "\ud800" })).status).toBe(400);
  expect(await site.database.query.selectFrom("account").select("id").execute()).toEqual([]);
  expect(await site.database.query.selectFrom("auth_user").select("id").execute()).toEqual([]);
  expect((await attempt(acme, {})).status).toBe(200);
});

test("two who use the link at once: one of them has it", async () => {
  const site = await open();
  const token = await makeFirstRunToken(site.database.query);
  const other = await makeFirstRunToken(site.database.query);
  const attempt = (token: string | null, name: string) =>
    site.browser().ask("POST", "/api/v1/first-run", {
      token,
      account: { ...acme, name },
      owner: { ...olga, email: `${name}@acme.test` },
    });
  const answers = await Promise.all([attempt(token, "one"), attempt(other, "two"), attempt(token, "three")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  expect(await site.database.query.selectFrom("account").select("id").execute()).toHaveLength(1);
});

test("settings came by apply: the first run takes one of those accounts, and keeps what was said", async () => {
  const site = await open();
  const dana = {
    email: "dana@agency.test",
    name: "Dana",
    phone: "+13125550101",
    role: "member",
    ringSeconds: 15,
  };
  const account = (slug: string) => ({ slug, name: slug, country: "US", timezone: "America/Chicago" });
  await site.apply({
    accounts: [
      { account: account("acme"), staff: [dana] },
      { account: account("bolt"), staff: [{ ...dana, role: "admin" }] },
      { account: account("cove") },
    ],
  });
  const token = await makeFirstRunToken(site.database.query);
  const browser = site.browser();
  expect((await browser.ask("GET", `/api/v1/first-run/${token}`)).body.accounts).toHaveLength(3);
  const owner = { name: "Dana", email: dana.email, password: PASSWORD };
  const unclear = await browser.ask("POST", "/api/v1/first-run", { token, owner });
  expect(unclear).toMatchObject({
    status: 400,
    body: { error: { fields: { "account.slug": expect.anything() } } },
  });
  await browser.ask("POST", "/api/v1/first-run", { token, account: { slug: "acme" }, owner });
  // One person with staff rows in several accounts: the agency.
  expect((await browser.ask("GET", "/api/v1/me")).body.accounts).toMatchObject([
    { slug: "acme", role: "owner" },
    { slug: "bolt", role: "admin" },
  ]);
  const staff = await browser.ask("GET", "/api/v1/accounts/acme/staff");
  expect(staff.body.items).toMatchObject([{ role: "owner", phone: "+13125550101", ringSeconds: 15 }]);
  expect((await browser.ask("GET", "/api/v1/accounts/cove")).status).toBe(404);
});

test("npm start says the link after its ready line, until it is used", async () => {
  const made = await createTestDatabase();
  onTestFinished(() => made.drop());
  const folder = await makeScratchFolder();
  const start = async () => {
    const server = runServer(folder, { DATABASE_URL: made.url, PUBLIC_URL: "" });
    expect(await server.ready).toBeGreaterThan(0);
    return server;
  };
  const stop = async (server: ServerProcess) => {
    server.process.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  };
  const first = await start();
  await expect
    .poll(first.said)
    .toMatch(/ready at \S+\nSet up your account: http:\/\/127\.0\.0\.1:\d+\/first-run#/);
  const [, address = "", token] = /account: (\S+)\/first-run#(\S+)/.exec(first.said()) ?? [];
  await stop(first);
  // It survives a restart, which says another.
  const second = await start();
  await expect.poll(second.said).toContain("/first-run#");
  expect(second.said()).not.toContain(token);
  const url = `http://127.0.0.1:${await second.ready}`;
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const answer = await fetch(`${url}/api/v1/first-run`, {
    method: "POST",
    body: JSON.stringify({ token, account: acme, owner: olga }),
  });
  expect(answer.status).toBe(200);
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const session = await fetch(`${url}/api/auth/get-session`, { headers: { cookie } });
  expect(await session.json()).toMatchObject({ user: { email: "olga@acme.test" } });
  await stop(second);
  const third = await start();
  expect(await (await fetch(`http://127.0.0.1:${await third.ready}/api/v1/me`)).json()).toMatchObject({
    needsFirstRun: false,
  });
  await stop(third);
  expect(third.said()).not.toContain("Set up your account");
});

test("an invented link is no link, and another site's page can't use a real one", async () => {
  const site = await open();
  const token = await makeFirstRunToken(site.database.query);
  const browser = site.browser();
  expect((await browser.ask("GET", "/api/v1/first-run/x")).status).toBe(404);
  const body = { token, account: acme, owner: olga };
  expect((await browser.ask("POST", "/api/v1/first-run", { ...body, token: "x".repeat(43) })).status).toBe(
    403,
  );
  const foreign = await browser.ask("POST", "/api/v1/first-run", body, { origin: "https://evil.test" });
  expect(foreign.status).toBe(403);
  expect((await browser.ask("GET", "/api/v1/me")).body.needsFirstRun).toBe(true);
});
