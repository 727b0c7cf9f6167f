import { afterAll, beforeAll, expect, test } from "vitest";
import { runCampaigns } from "../../jobs/run-campaigns.ts";
import { noteOutreach } from "../../store/campaigns/note-outreach.ts";
import { runImport } from "../../store/imports/run-import.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.cookieFor("acme", "member");
  await api.ask("PATCH", "", { defaultOutboundNumber: "+13125550121" });
  await api.ask("POST", "/leads", { name: "Berta", phones: ["+13125550151"] });
  await api.ask("POST", "/leads", { name: "Wrong", phones: ["+18005550152"] });
});
afterAll(() => api.close());

type Body = Record<string, unknown> & {
  id: string;
  error: { code: string; message: string; fields: Record<string, string> };
};
const ask = async (method: string, path: string, body?: object) => {
  const answer = await api.ask(method, path, body);
  return { status: answer.status, body: answer.body as unknown as Body };
};
const asMember = async (method: string, path: string, body?: object) => {
  const answer = await api.app.request(`/accounts/acme${path}`, {
    method,
    headers: { cookie, "x-ringright": "1" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body & { items: unknown[] } };
};
const work = () =>
  runCampaigns(api.database, {
    now: () => 0,
    log: { debug: () => {}, info: () => {}, error: () => {} },
    stop: new AbortController().signal,
  });
const TEXT = {
  name: "Spring",
  kind: "text",
  steps: [{ text: "Hi {firstName}" }],
  quietHours: { from: "00:00", to: "00:00" },
};

test("what can't be a campaign is refused with its fields, each with what is expected", async () => {
  const { status, body } = await ask("POST", "/campaigns", {
    kind: "text",
    name: " ",
    steps: [{ text: "Hi {frist}", afterHours: 1.5 }],
    sender: { use: "pool", pool: ["+13125550199"] },
    assignment: { to: "inTurn", staff: [] },
    quietHours: { from: "25:00" },
    perSecond: 0,
  });
  expect(status).toBe(400);
  expect(body.error.fields).toEqual({
    name: expect.any(String),
    "steps[0].text": "there is no field {frist}: expected {lead}, {firstName}, {me}, {business}, {line}",
    "steps[0].afterHours": "expected whole hours from 0 to 672",
    "assignment.staff": "expected at least one staff member, to whom its leads go",
    "quietHours.from": 'expected a time of day such as "20:00", up to "23:59"',
    perSecond: "expected whole texts from 1 to 1000",
  });
  const unknown = {
    ...TEXT,
    sender: { use: "pool", pool: ["+13125550199"] },
    audience: { importId: "99" },
    assignment: { to: "one", staff: ["99"] },
  };
  expect((await ask("POST", "/campaigns", unknown)).body.error.fields).toEqual({
    "sender.pool[0]": "expected a number of this account",
    "assignment.staff[0]": "there is no such staff member",
    "audience.importId": "expected the id of an import that is done",
  });
});

test("a draft is written, looked at, and only then started; afterwards it can't be changed or removed", async () => {
  const { status, body: made } = await ask("POST", "/campaigns", TEXT);
  expect([status, made.state]).toEqual([201, "draft"]);
  const at = `/campaigns/${made.id}`;
  expect((await ask("POST", `${at}/start`, {})).body.error).toMatchObject({
    code: "conflict",
    message: "its list is not there yet: look at who is reached, and start it then",
  });
  expect((await ask("POST", `${at}/audience`, {})).body.list).toEqual({ state: "gathering", at: null });
  await work();
  expect((await ask("GET", at)).body.list).toMatchObject({ state: "ready" });
  expect((await ask("GET", `${at}/results`)).body).toMatchObject({
    people: { waiting: 2, leftOut: 1 },
    leftOut: [{ reason: "notTextable", text: "it does not look like a mobile phone", count: 1 }],
  });
  const file = await api.app.request(`/accounts/acme${at}/left-out.csv`, {
    headers: { authorization: `Bearer ${await api.keyFor("acme", "admin")}` },
  });
  expect(await file.text()).toBe(
    "Name,Phone,Reason\r\nWrong,+18005550152,it does not look like a mobile phone\r\n",
  );
  // Other words leave the list as it is; another audience does not.
  expect((await ask("PATCH", at, { name: "Spring offer" })).body).toMatchObject({
    name: "Spring offer",
    list: { state: "ready" },
  });
  expect((await ask("PATCH", at, { audience: { search: "Berta" } })).body).toMatchObject({
    list: { state: "none" },
    steps: [{}],
  });
  await ask("POST", `${at}/audience`, {});
  await work();
  expect((await ask("POST", `${at}/start`, { at: "1969-01-01T00:00:00Z" })).body.error.fields).toEqual({
    at: "expected a time that is still to come",
  });
  expect((await ask("POST", `${at}/start`, {})).body.state).toBe("running");
  await work();
  const { body: listed } = await ask("GET", `${at}/recipients?state=done`);
  expect(listed.items).toMatchObject([
    { name: "Berta", phone: "+13125550151", number: "+13125550121", step: 1 },
  ]);
  expect((await ask("PATCH", at, { name: "Other" })).status).toBe(409);
  expect((await ask("DELETE", at)).status).toBe(409);
  expect((await ask("POST", `${at}/pause`, {})).body.state).toBe("paused");
  expect((await ask("POST", `${at}/pause`, {})).body.error.message).toBe(
    "this campaign is paused: there is nothing to pause",
  );
  expect((await ask("POST", `${at}/cancel`, {})).body.state).toBe("canceled");
  expect((await ask("GET", `${at}/results`)).body).toMatchObject({
    steps: [{ step: 0, texts: { canceled: 1, sent: 0 }, segments: 0, cost: null }],
    errors: [{ code: "campaignCanceled", next: "Nothing: the campaign was canceled.", count: 1 }],
  });
  const audit = await ask("GET", "/audit?section=campaigns");
  expect((audit.body.items as object[]).length).toBeGreaterThanOrEqual(4);
});

test("a member neither makes nor sees other people's campaigns, but works through a list", async () => {
  expect((await asMember("POST", "/campaigns", TEXT)).status).toBe(403);
  const { body: made } = await ask("POST", "/campaigns", {
    name: "Call them",
    kind: "call",
    quietHours: TEXT.quietHours,
  });
  const at = `/campaigns/${made.id}`;
  await ask("POST", `${at}/audience`, {});
  await work();
  expect((await asMember("GET", at)).status).toBe(404);
  await ask("POST", `${at}/start`, {});
  await work();
  expect((await asMember("GET", "/campaigns")).body.items).toMatchObject([{ id: made.id }]);
  // Anna is Dana's: the member gets those of nobody, one at a time, and the same until that one is laid aside.
  const first = await asMember("POST", `${at}/next`, {});
  expect(first.body).toMatchObject({ recipient: { name: "Berta", tries: 0, call: null } });
  const id = (first.body.recipient as { id: string }).id;
  expect((await asMember("POST", `${at}/next`, {})).body).toEqual(first.body);
  expect((await ask("POST", `${at}/next`, {})).body.error.code).toBe("forbidden");
  expect((await asMember("POST", `${at}/call`, {})).body.error.message).toMatch(
    /has no phone, which would ring first/,
  );
  expect((await asMember("POST", `${at}/call`, { via: "browser" })).body.error.message).toMatch(
    /calls from the browser are not set up at the carrier/,
  );
  expect(
    (await asMember("POST", `${at}/aside`, { recipient: id, disposition: "Maybe" })).body.error.fields,
  ).toHaveProperty("disposition");
  expect(
    (await asMember("POST", `${at}/aside`, { recipient: id, disposition: "Call again", againAfterHours: 2 }))
      .status,
  ).toBe(200);
  const second = await asMember("POST", `${at}/next`, {});
  expect(second.body).toMatchObject({ recipient: { name: "Wrong" } });
  expect((await asMember("POST", `${at}/aside`, { recipient: id })).status).toBe(409);
  expect((await asMember("GET", `${at}/left-out.csv`)).status).toBe(403);
});

test("leads that it assigned: undoing its start is refused in words, and what was before is not put over it", async () => {
  const phone = "+13125550191";
  const { body: lead } = await ask("POST", "/leads", { name: "Nora", phones: [phone] });
  const { rows } = await api.database.pool.query<{ id: string; email: string }>(
    "SELECT id::text, email FROM staff WHERE email LIKE 'member-%@acme.test' ORDER BY id LIMIT 1",
  );
  const [leo] = rows;
  await api.database.pool.query("UPDATE staff SET phone = '+13125550192' WHERE id = $1", [leo?.id]);
  await ask("PATCH", `/leads/${lead.id}`, { assignedTo: "dana@acme.test" });
  const { body: many } = await ask("POST", "/leads", { name: "Otto", phones: ["+13125550193"] });
  await ask("POST", "/leads/assign", { ids: [lead.id, many.id], assignedTo: null });
  await ask("PATCH", `/leads/${many.id}`, { name: "Otto Berg" });
  const { body: made } = await ask("POST", "/campaigns", {
    ...TEXT,
    assignment: { to: "one", staff: [leo?.id], onlyUnassigned: true },
    audience: { assignedTo: "none" },
  });
  const at = `/campaigns/${made.id}`;
  await ask("POST", `${at}/audience`, {});
  await work();
  await ask("POST", `${at}/start`, {});
  await work();
  const assigned = async () => (await ask("GET", `/leads/${lead.id}`)).body.assignedTo;
  expect(await assigned()).toBe(leo?.email);

  type Entries = { items: { id: string; action: string; undoable: boolean }[] };
  const entries = async (query: string) => {
    const { body } = await ask("GET", `/audit?${query}`);
    return (body as unknown as Entries).items;
  };
  const undo = (id: string | undefined) => ask("POST", `/audit/${id}/undo`, {});
  const [start] = await entries(`section=campaigns&id=${made.id}`);
  expect(start?.undoable).toBe(false);
  expect((await undo(start?.id)).body.error).toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/leads that it has assigned are handed over under Leads/),
  });
  // What was changed by hand before it was assigned: undoing that would give it back to nobody.
  const [renamed] = await entries(`section=leads&id=${many.id}`);
  expect((await undo(renamed?.id)).body.error.code).toBe("stale");
  const [toDana] = (await entries(`section=leads&id=${lead.id}`)).filter(
    ({ action }) => action === "changed",
  );
  expect((await undo(toDana?.id)).body.error.code).toBe("stale");
  // Many at once go back as far as nothing has come over them since.
  const [toNobody] = (await entries("section=leads")).filter(({ action }) => action === "applied");
  expect((await undo(toNobody?.id)).status).toBe(200);
  expect(await assigned()).toBe(leo?.email);

  // The text that the campaign had sent is the last word from that number, as when the carrier has taken it.
  const { rows: accounts } = await api.database.pool.query("SELECT id FROM account WHERE slug = 'acme'");
  const number = "+13125550121";
  await noteOutreach(api.database.query, {
    ...{ accountId: accounts[0].id, phone, number, at: 0, kind: "text" },
    ...{ campaignId: made.id, userId: leo?.id ?? null },
  });
  const asked = await ask("POST", "/who-rings", { from: phone, to: number, at: "1970-01-01T02:00:00Z" });
  expect(asked.body.decision).toMatchObject({
    lead: { name: "Nora" },
    campaign: { id: made.id, name: "Spring" },
    outreachText: "Calling back after Spring, which texted them from this number 2 hours before.",
    rungs: [
      {
        rung: "leadUser",
        verdict: "ring",
        destination: "+13125550192",
        text: expect.stringContaining(leo?.email ?? ""),
      },
      {},
      {},
      {},
    ],
  });
});

test("an imported file is an audience: who is not reached is listed with the reason, refused rows too", async () => {
  const file = [
    "name,phone",
    "Cleo,+13125550153",
    "Cleo again,+13125550153",
    "Nobody,12",
    "Abroad,+442079460999",
    "Stopped,+13125550154",
  ].join("\n");
  const { id: accountId } = await api.database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "acme")
    .executeTakeFirstOrThrow();
  await ask("POST", "/opt-outs", { phone: "+13125550154", reason: "said so on the phone" });
  const uploaded = await api.app.request("/accounts/acme/leads/imports?fileName=fair.csv", {
    method: "POST",
    headers: { authorization: `Bearer ${await api.keyFor("acme", "admin")}`, "content-type": "text/csv" },
    body: file,
  });
  const { id: importId, suggested } = (await uploaded.json()) as { id: string; suggested: object };
  await ask("POST", `/leads/imports/${importId}/start`, { columns: suggested, ifThere: "update" });
  await runImport(api.database, accountId, importId);
  const { body: made } = await ask("POST", "/campaigns", { ...TEXT, audience: { importId } });
  const at = `/campaigns/${made.id}`;
  await ask("POST", `${at}/audience`, {});
  await work();
  const { body: waiting } = await ask("GET", `${at}/recipients?state=waiting`);
  expect(waiting.items).toMatchObject([{ phone: "+13125550153" }]);
  const csv = await api.app.request(`/accounts/acme${at}/left-out.csv`, {
    headers: { authorization: `Bearer ${await api.keyFor("acme", "admin")}` },
  });
  const rows = (await csv.text()).trimEnd().split("\r\n").slice(1);
  expect(rows.find((row) => row.startsWith("Abroad"))).toMatch(/country/);
  expect(rows.find((row) => row.startsWith("Stopped"))).toMatch(/want no texts/);
  expect(rows.find((row) => row.startsWith("Nobody"))).toMatch(/Row 2: phone/);
});

test("its text comes to one's own phone first, filled in as the first on the list would get it", async () => {
  const { body: made } = await ask("POST", "/campaigns", { ...TEXT, audience: { search: "Berta" } });
  const at = `/campaigns/${made.id}/test`;
  await ask("POST", `/campaigns/${made.id}/audience`, {});
  await work();
  const owner = await api.cookieFor("acme", "owner");
  const asOwner = async () => {
    const headers = { cookie: owner, "x-ringright": "1" };
    const path = `/accounts/acme${at}`;
    return (await api.app.request(path, { method: "POST", headers, body: '{"step":0}' })).json();
  };
  expect(await asOwner()).toMatchObject({ error: { message: expect.stringMatching(/phone/) } });
  const { rows } = await api.database.pool.query(
    "UPDATE staff SET phone = '+13125550161' WHERE email LIKE 'owner-%@acme.test' RETURNING id",
  );
  expect(rows).toHaveLength(1);
  expect(await asOwner()).toEqual({ phone: "+13125550161", text: "Hi Berta" });
  const { rows: texts } = await api.database.pool.query(
    "SELECT kind, phone, body, campaign_id FROM text_message WHERE phone = '+13125550161'",
  );
  expect(texts).toMatchObject([{ phone: "+13125550161", body: "Hi Berta", campaign_id: null }]);
});

test("people who work through one list at the same moment never have the same lead in hand", async () => {
  for (const last of [1, 2, 3])
    await ask("POST", "/leads", { name: `New ${last}`, phones: [`+1312555017${last}`] });
  const { body: made } = await ask("POST", "/campaigns", {
    name: "All at once",
    kind: "call",
    quietHours: TEXT.quietHours,
  });
  const at = `/campaigns/${made.id}`;
  await ask("POST", `${at}/audience`, {});
  await work();
  await ask("POST", `${at}/start`, {});
  await work();
  const cookies = [cookie, await api.cookieFor("acme", "member"), await api.cookieFor("acme", "member")];
  const given = await Promise.all(
    cookies.map(async (mine) => {
      const headers = { cookie: mine, "x-ringright": "1" };
      const path = `/accounts/acme${at}/next`;
      const answer = await api.app.request(path, { method: "POST", headers, body: "{}" });
      return ((await answer.json()) as { recipient: { id: string } | null }).recipient?.id;
    }),
  );
  expect(given.filter((id) => id === undefined)).toEqual([]);
  expect(new Set(given).size).toBe(cookies.length);
});
