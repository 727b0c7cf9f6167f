import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../../store/apply-settings.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

type Webhook = { id: string; version: string; url: string; secret?: string; active: boolean; state: object };
let made = 0;
const add = async (more: object = {}) => {
  made += 1;
  const url = `https://crm.example.com/hooks/${made}`;
  const answer = await api.ask("POST", "/webhooks", { url, events: ["callMissed"], ...more });
  return { ...answer, webhook: answer.body as unknown as Webhook };
};
const stored = async (id: string) =>
  (await api.database.query
    .selectFrom("webhook")
    .selectAll()
    .where("id", "=", id as never)
    .executeTakeFirst()) ?? null;
const audit = async () =>
  (
    (await api.ask("GET", "/audit?section=webhooks")).body as unknown as {
      items: { id: string; fields: object[] }[];
    }
  ).items;

test("a webhook is made with a secret that is shown once, in that answer, and nowhere else", async () => {
  const { status, webhook } = await add({ description: "Our CRM" });
  expect(status).toBe(201);
  expect(webhook).toMatchObject({ events: ["callMissed"], active: true, description: "Our CRM" });
  expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const state = { failingSince: null, stoppedAt: null, stoppedWhy: null, previousSecretUntil: null };
  expect(webhook.state).toEqual(state);
  for (const path of [`/webhooks/${webhook.id}`, "/webhooks", "/audit"])
    expect(JSON.stringify((await api.ask("GET", path)).body)).not.toContain(webhook.secret);
  expect(JSON.stringify((await audit())[0])).toContain('"set"');
});

test.each([
  [{ url: "http://crm.example.com/" }, "url", /expected an https address/],
  [{ url: "https://user:pass@crm.example.com/" }, "url", /without name and password/],
  [{ url: "ftp://crm.example.com/" }, "url", /expected an https address/],
  [{ url: "not an address" }, "url", /expected an https address/],
  [{ events: ["callMissed", "everything"] }, "events[1]", /expected one of callAnswered, callMissed/],
  [{ events: [] }, "events", /required/],
  [{ events: ["callMissed", "callMissed"] }, "events[1]", /stands twice/],
  [{ secret: "s3cret" }, "secret", /whsec_/],
  [{ secret: `whsec_${btoa("short")}` }, "secret", /24 to 64 bytes/],
])("%j is refused by name", async (more, field, words) => {
  const { status, body } = await add(more);
  expect(status).toBe(400);
  expect((body.error as unknown as { fields: Record<string, string> }).fields[field]).toMatch(words);
});

test.each([
  "http://127.0.0.1:9/",
  "http://10.1.2.3/",
  "http://[fd00::1]/hooks",
  "http://crm/",
  "http://crm.internal/",
])("%s is in a private network, where http is enough", async (url) =>
  expect((await add({ url })).status).toBe(201),
);

test("one address stands once in an account", async () => {
  const { webhook } = await add();
  const again = await add({ url: webhook.url });
  expect(again.status).toBe(409);
  const twice = { url: webhook.url, events: ["callMissed"] };
  const applied = await applySettings(api.database, { account: { slug: "acme" }, webhooks: [twice, twice] });
  expect(applied).toMatchObject({ ok: false, problems: [{ path: ["webhooks", 1, "url"] }] });
});

test("a new secret is shown once, the old one stays good for a day, and what failed is forgotten", async () => {
  const { webhook } = await add();
  const long = new Date("2026-01-01T00:00:00Z");
  await api.database.query
    .updateTable("webhook")
    .set({ stopped_at: long, stopped_why: "x", failing_since: long })
    .execute();
  const answer = await api.ask("POST", `/webhooks/${webhook.id}/secret`, {});
  const row = await stored(webhook.id);
  expect(row).toMatchObject({
    secret: answer.body.secret,
    previous_secret: webhook.secret,
    stopped_at: null,
  });
  const hours = ((row?.previous_secret_until?.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23.9);
  expect(hours).toBeLessThanOrEqual(24);
  expect((await audit())[0]?.fields).toEqual([{ field: "secret", before: "set", after: "changed" }]);
  const [change] = await audit();
  expect((await api.ask("POST", `/audit/${change?.id}/undo`, {})).body.error?.code).toBe("conflict");
});

test("a change is undone, and so is making one; a secret that is not stated stays", async () => {
  const { webhook } = await add();
  await api.ask("PATCH", `/webhooks/${webhook.id}`, { events: ["callAnswered"], active: false });
  expect(await stored(webhook.id)).toMatchObject({
    events: ["callAnswered"],
    active: false,
    secret: webhook.secret,
  });
  const [change, creation] = await audit();
  await api.ask("POST", `/audit/${change?.id}/undo`, {});
  expect(await stored(webhook.id)).toMatchObject({
    events: ["callMissed"],
    active: true,
    secret: webhook.secret,
  });
  await api.ask("POST", `/audit/${(await audit())[0]?.id}/undo`, {});
  await api.ask("POST", `/audit/${change?.id}/undo`, {});
  await api.ask("POST", `/audit/${creation?.id}/undo`, {});
  expect(await stored(webhook.id)).toBeNull();
});

test("a settings file states webhooks; without secrets it keeps those that are stored", async () => {
  const url = "https://files.example.com/hooks";
  const apply = (more: object) =>
    applySettings(api.database, {
      account: { slug: "acme" },
      webhooks: [{ url, events: ["callMissed"], ...more }],
    });
  const secret = `whsec_${btoa("s".repeat(32))}`;
  await apply({ secret });
  expect(await apply({})).toMatchObject({ accounts: [{ changes: [], unchanged: 1 }] });
  expect(await apply({ events: ["routingAlert"] })).toMatchObject({
    accounts: [{ changes: [{ section: "webhooks", name: url, fields: [{ field: "events" }] }] }],
  });
  const row = await api.database.query
    .selectFrom("webhook")
    .selectAll()
    .where("url", "=", url)
    .executeTakeFirst();
  expect(row).toMatchObject({ secret, events: ["routingAlert"] });
});

test("a test event is made for its webhook alone, and its log can be looked at and sent again", async () => {
  const { webhook } = await add({ active: false });
  expect((await api.ask("POST", `/webhooks/${webhook.id}/test`, {})).body).toEqual({ done: true });
  const list = await api.ask("GET", `/notices?webhook=${webhook.id}`);
  const { items } = list.body as unknown as { items: { id: string }[] };
  expect(items).toMatchObject([
    { event: "test", channel: "webhook", recipient: webhook.url, state: "waiting", tries: 0, error: null },
  ]);
  const id = items[0]?.id ?? "";
  await api.database.pool.query(
    `INSERT INTO notice_try (account_id, notice_id, number, ms, status, answer, error)
     SELECT account_id, id, 1, 12, 500, 'oh', 'it answered 500' FROM notice WHERE id = $1`,
    [id],
  );
  await api.database.pool.query(
    "UPDATE notice SET state = 'givenUp', next_try_at = NULL, tries = 1 WHERE id = $1",
    [id],
  );
  const one = await api.ask("GET", `/notices/${id}`);
  expect(one.body).toMatchObject({
    body: { type: "test", version: 1, account: "acme" },
    log: [{ ms: 12, status: 500, answer: "oh", error: "it answered 500" }],
  });
  expect((await api.ask("POST", `/notices/${id}/resend`, {})).body).toMatchObject({
    state: "waiting",
    tries: 0,
  });
  await api.database.pool.query("UPDATE notice SET state = 'givenUp', next_try_at = NULL WHERE id = $1", [
    id,
  ]);
  const all = { since: "1970-01-01T00:00:00Z", webhook: webhook.id };
  expect((await api.ask("POST", "/notices/resend", { ...all, channel: "mail" })).body).toEqual({ resent: 0 });
  expect((await api.ask("POST", "/notices/resend", all)).body).toEqual({ resent: 1 });
  expect((await api.ask("POST", "/notices/resend", { since: "yesterday" })).status).toBe(400);
  const stranger = await api.keyFor("stranger", "owner");
  const foreign = await api.app.request(`/accounts/stranger/notices/${id}`, {
    headers: { authorization: `Bearer ${stranger}` },
  });
  expect(foreign.status).toBe(404);
});
