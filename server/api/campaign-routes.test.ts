import { afterAll, beforeAll, expect, test } from "vitest";
import { runCampaigns } from "../../jobs/run-campaigns.ts";
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
