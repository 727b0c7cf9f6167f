import { expect, onTestFinished, test } from "vitest";
import { invite } from "../../store/keep-invitations.ts";
import { type Browser, openSite, PASSWORD, type Site } from "../testing/open-site.ts";

async function open(options: Parameters<typeof openSite>[0] = {}): Promise<{ site: Site; olga: Browser }> {
  const site = await openSite(options);
  onTestFinished(() => site.close());
  return { site, olga: await site.firstRun() };
}
const API = "/api/v1/accounts/acme";
const addStaff = async (by: Browser, email: string, more: object = {}, api = API): Promise<string> =>
  (await by.ask("POST", `${api}/staff`, { email, name: email.split("@")[0], ...more })).body.id;
const linkOf = async (by: Browser, id: string, api = API): Promise<string> => {
  const answer = await by.ask("POST", `${api}/staff/${id}/invite`);
  expect(answer.status).toBe(200);
  return answer.body.link.split("#")[1];
};
const accept = (browser: Browser, token: string, more: object = { password: PASSWORD }) =>
  browser.ask("POST", "/api/v1/invitations/accept", { token, ...more });
const stateOf = async (by: Browser, id: string) => (await by.ask("GET", `${API}/staff/${id}`)).body.signIn;

test("an owner invites Dana; she chooses a password, is signed in, and the link is used up", async () => {
  const { site, olga } = await open({ mail: true });
  const id = await addStaff(olga, "dana@acme.test");
  expect(await stateOf(olga, id)).toBe("none");
  const invited = await olga.ask("POST", `${API}/staff/${id}/invite`);
  expect(invited.body).toMatchObject({ mailed: true, expiresAt: "2026-03-09T14:00:00.000Z" });
  expect(invited.body.link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/accept-invitation#[\w-]{43}$/);
  expect(site.mails).toMatchObject([{ to: "dana@acme.test", subject: expect.stringContaining("Acme") }]);
  expect(site.mails[0]?.text).toContain(invited.body.link);
  expect(site.mails[0]?.text).toContain("Olga invites you");
  expect(await stateOf(olga, id)).toBe("invited");

  const token = invited.body.link.split("#")[1];
  const dana = site.browser();
  expect((await dana.ask("GET", `/api/v1/invitations/${token}`)).body).toEqual({
    account: { slug: "acme", name: "Acme" },
    name: "dana",
    email: "dana@acme.test",
    signsInAlready: false,
    expiresAt: "2026-03-09T14:00:00.000Z",
  });
  expect((await accept(dana, token, { password: "short" })).body.error.fields).toHaveProperty("password");
  expect((await accept(dana, token, {})).body.error.fields).toHaveProperty("password");
  expect((await accept(dana, token, { name: "Dana Kay", password: PASSWORD })).body).toEqual({
    slug: "acme",
  });
  expect((await dana.ask("GET", "/api/v1/me")).body).toMatchObject({
    person: { name: "Dana Kay", email: "dana@acme.test" },
    accounts: [{ slug: "acme", role: "member", staffId: id }],
  });
  expect(await stateOf(olga, id)).toBe("active");
  expect((await accept(site.browser(), token)).status).toBe(404);
  expect((await olga.ask("POST", `${API}/staff/${id}/invite`)).status).toBe(409);
  // The database holds nothing that a reader of it could use.
  const { rows } = await site.database.pool.query("SELECT * FROM staff_invitation");
  expect(rows).toEqual([]);
});

test("an invitation is good for seven days, until the next one, and for that address", async () => {
  const { site, olga } = await open();
  const id = await addStaff(olga, "dana@acme.test");
  const old = await linkOf(olga, id);
  const token = await linkOf(olga, id);
  expect((await accept(site.browser(), old)).status).toBe(404);
  const look = async () => (await site.browser().ask("GET", `/api/v1/invitations/${token}`)).status;
  expect(await look()).toBe(200);
  site.clock.now += 7 * 24 * 3600_000;
  expect(await look()).toBe(404);
  expect(await stateOf(olga, id)).toBe("none");
  site.clock.now -= 1;
  expect(await look()).toBe(200);
  await olga.ask("PATCH", `${API}/staff/${id}`, { email: "dan@acme.test" });
  expect(await look()).toBe(404);
  await olga.ask("PATCH", `${API}/staff/${id}`, { email: "dana@acme.test", active: false });
  expect((await accept(site.browser(), token)).status).toBe(404);
  expect((await olga.ask("POST", `${API}/staff/${id}/invite`)).status).toBe(409);
});

test("an agency: one person in two accounts signs in once; the second invitation asks for that sign-in", async () => {
  const { site, olga } = await open();
  const other = { slug: "bolt", name: "Bolt", country: "GB", timezone: "Europe/London" };
  const boss = { email: "boss@bolt.test", name: "Boss", role: "owner" };
  await site.apply({
    account: other,
    staff: [boss, { email: "dana@acme.test", name: "Dana", role: "admin" }],
  });
  const dana = site.browser();
  await accept(dana, await linkOf(olga, await addStaff(olga, "dana@acme.test")));
  // On the staff of bolt by address, but not joined: acme's owner could have made that sign-in for herself.
  expect((await dana.ask("GET", "/api/v1/accounts/bolt")).status).toBe(404);

  const staff = await site.database.query
    .selectFrom("staff")
    .select("id")
    .where("role", "=", "admin")
    .execute();
  const account = await site.database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "bolt")
    .executeTakeFirstOrThrow();
  const { token } = await invite(
    site.database.query,
    { accountId: account.id, staffId: staff[0]?.id ?? "", email: "dana@acme.test" },
    site.clock.now,
  );
  const looked = await site.browser().ask("GET", `/api/v1/invitations/${token}`);
  expect(looked.body.signsInAlready).toBe(true);
  expect((await accept(site.browser(), token)).body.error.code).toBe("signInFirst");
  expect((await accept(olga, token, {})).body.error.code).toBe("signInFirst");
  expect((await accept(dana, token, {})).body).toEqual({ slug: "bolt" });
  expect((await dana.ask("GET", "/api/v1/me")).body.accounts).toMatchObject([
    { slug: "acme", role: "member" },
    { slug: "bolt", role: "admin", timezone: "Europe/London" },
  ]);
  expect((await dana.ask("GET", "/api/v1/accounts/bolt")).status).toBe(200);
  expect((await dana.ask("GET", API)).status).toBe(403);
});

test("an admin invites and resets, but no owner; nobody resets who signs in elsewhere too", async () => {
  const { site, olga } = await open();
  const admin = site.browser();
  await accept(admin, await linkOf(olga, await addStaff(olga, "ada@acme.test", { role: "admin" })));
  const boss = await addStaff(olga, "boss@acme.test", { role: "owner" });
  expect((await admin.ask("POST", `${API}/staff/${boss}/invite`)).status).toBe(403);
  const danaId = await addStaff(olga, "dana@acme.test");
  const dana = site.browser();
  expect((await admin.ask("POST", `${API}/staff/${danaId}/reset-link`)).status).toBe(409);
  await accept(dana, await linkOf(admin, danaId));
  expect((await dana.ask("POST", `${API}/staff/${danaId}/reset-link`)).status).toBe(403);
  await accept(site.browser(), await linkOf(olga, boss));
  expect((await admin.ask("POST", `${API}/staff/${boss}/reset-link`)).status).toBe(403);
  expect((await olga.ask("POST", `${API}/staff/${boss}/reset-link`)).status).toBe(200);

  const link = (await admin.ask("POST", `${API}/staff/${danaId}/reset-link`)).body.link;
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/reset-password#/);
  const token = link.split("#")[1];
  const reset = (newPassword: string) =>
    site.browser().ask("POST", "/api/auth/reset-password", { token, newPassword });
  expect((await reset("too short")).status).toBe(400);
  expect((await reset("battery staple")).status).toBe(200);
  expect((await reset("battery staple")).status).toBe(400);
  // Whoever had her session has it no more.
  expect((await dana.ask("GET", "/api/v1/me")).body.person).toBeNull();
  const credentials = { email: "dana@acme.test", password: "battery staple" };
  expect((await dana.ask("POST", "/api/auth/sign-in/email", credentials)).status).toBe(200);

  await site.apply({
    account: { slug: "bolt", name: "Bolt", country: "GB", timezone: "Europe/London" },
    staff: [{ email: "dana@acme.test", name: "Dana" }],
  });
  await site.database.pool.query(
    `INSERT INTO staff_person (account_id, staff_id, person_id)
     SELECT s.account_id, s.id, u.id FROM staff s, auth_user u, account a
     WHERE a.slug = 'bolt' AND a.id = s.account_id AND u.email = 'dana@acme.test'`,
  );
  expect((await admin.ask("POST", `${API}/staff/${danaId}/reset-link`)).status).toBe(409);
});

test("a mail server that fails does not keep the link from whoever invites", async () => {
  const { site, olga } = await open({ mail: true, mailFails: true });
  const id = await addStaff(olga, "dana@acme.test");
  const invited = await olga.ask("POST", `${API}/staff/${id}/invite`);
  expect(invited).toMatchObject({ status: 200, body: { mailed: false } });
  expect(site.logged).toEqual(["An invitation could not be mailed"]);
});
