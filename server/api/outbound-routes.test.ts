import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const ANNA = "+13125550150";
const LINE = "+13125550121";
let api: TestApi;
let dana: string;
let anna: string;
/** What was asked of the carrier: method, path, and the phone that is to ring. */
let asked: string[] = [];
let carrier: () => Response;

beforeAll(async () => {
  api = await openTestApi(async (input, init) => {
    const path = new URL(String(input)).pathname.split("/").at(-1);
    const to = new URLSearchParams(String(init?.body ?? "")).get("To") ?? "";
    asked.push(`${init?.method} ${path} ${to}`.trim());
    return carrier();
  });
  const idOf = async (path: string) =>
    ((await api.ask("GET", path)).body.items as { id: string }[])[0]?.id ?? "";
  dana = await idOf("/staff");
  anna = await idOf("/leads");
});
beforeEach(() => {
  asked = [];
  carrier = () => Response.json({ sid: "CA1" }, { status: 201 });
});
afterAll(() => api.close());

const place = (body: object) => api.ask("POST", "/calls", body);
const asOther = async (role: "member" | "admin") => {
  const cookie = await api.cookieFor("acme", role);
  return async (method: string, path: string, body?: object) => {
    const answer = await api.app.request(`/accounts/acme${path}`, {
      method,
      headers: { cookie, "content-type": "application/json", "x-ringright": "1" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { error?: { message: string }; id: string },
    };
  };
};

test("a call to a lead: Dana's phone rings, the line's number is shown; the same key is the same call", async () => {
  const order = { lead: anna, staff: dana, key: "first" };
  const made = await place(order);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    direction: "outbound",
    from: LINE,
    to: ANNA,
    state: "ringing",
    placedBy: { id: dana, name: "Dana" },
    legs: [{ rung: "staff", destination: "+13125550111", result: null }],
    carrierCallId: "CA1",
  });
  expect((await place(order)).body.id).toBe(made.body.id);
  expect(asked).toEqual(["POST Calls.json +13125550111"]);
  const told = await api.ask("GET", `/calls/${made.body.id}`);
  expect(told.body.story).toMatchObject([{ text: `Dana called Anna (${ANNA}) from ${LINE}.` }, {}]);

  const ended = await api.ask("POST", `/calls/${made.body.id}/hang-up`, {});
  expect(ended.status).toBe(200);
  expect(asked.at(-1)).toBe("POST CA1.json");
  carrier = () => new Response("{}", { status: 500 });
  expect((await api.ask("POST", `/calls/${made.body.id}/hang-up`, {})).body.error?.code).toBe("conflict");
});

test("a refusal names the field and says what to do", async () => {
  const problem = async (body: object) => (await place(body)).body.error as { fields?: object } | undefined;
  expect(await problem({ to: ANNA })).toMatchObject({
    fields: { staff: expect.stringContaining("a key has") },
  });
  expect(await problem({ staff: dana })).toMatchObject({
    fields: { to: "expected a lead, or a phone to call" },
  });
  expect(await problem({ staff: dana, to: "911" })).toMatchObject({
    fields: { to: expect.stringContaining("your own phone") },
  });
  expect(await problem({ staff: dana, lead: "999" })).toMatchObject({ fields: { lead: expect.any(String) } });
  expect(await problem({ staff: dana, lead: anna, to: "+13125550177" })).toMatchObject({
    fields: { to: "this is no phone of Anna" },
  });
  expect(await problem({ staff: dana, to: ANNA, key: "a b" })).toMatchObject({
    fields: { key: expect.any(String) },
  });
  expect(await problem({ staff: dana, to: ANNA, from: "+13125550122" })).toMatchObject({
    fields: { from: "expected a number of this account" },
  });
  expect(asked).toEqual([]);
});

test("the carrier says no: the call is there, failed, with the carrier's words", async () => {
  carrier = () => Response.json({ code: 20003, message: "No credit." }, { status: 400 });
  const { body } = await place({ staff: dana, lead: anna });
  expect(body).toMatchObject({ outcome: "failed", legs: [{ result: "failed" }] });
  const { story } = (await api.ask("GET", `/calls/${body.id}`)).body as { story?: { text: string }[] };
  expect(story?.at(-1)?.text).toContain("No credit (20003).");
});

test("the carrier does not answer: it is not asked again for the same call", async () => {
  carrier = () => new Response("", { status: 502 });
  const order = { staff: dana, lead: anna, key: "lost" };
  expect((await place(order)).body).toMatchObject({ outcome: null, carrierCallId: "" });
  expect((await place(order)).body).toMatchObject({ outcome: null });
  expect(asked).toHaveLength(1);
});

test("a member calls for themselves, and no other member's lead", async () => {
  const ask = await asOther("member");
  expect((await ask("POST", "/calls", { to: "+13125550177" })).body.error?.message).toContain("has no phone");
  expect((await ask("POST", "/calls", { staff: dana, to: ANNA })).status).toBe(403);
  const { rows } = await api.database.pool.query<{ id: string }>("SELECT id::text FROM call LIMIT 1");
  expect((await ask("POST", `/calls/${rows[0]?.id}/hang-up`, {})).status).toBe(404);
  expect((await ask("PATCH", `/calls/${rows[0]?.id}`, { note: "mine" })).status).toBe(404);
  await api.database.pool.query("UPDATE staff SET phone = '+13125550166' WHERE phone IS NULL");
  expect((await ask("POST", "/calls", { lead: anna })).body.error?.message).toContain("no such lead");
  expect((await ask("POST", "/calls", { to: ANNA })).status).toBe(403);
  const admin = await asOther("admin");
  expect((await admin("POST", "/calls", { staff: dana, lead: anna })).status).toBe(201);
});

test("notes and dispositions: from the account's own list, shown in the history, and found by", async () => {
  const { id } = (await place({ staff: dana, lead: anna })).body as { id?: string };
  expect((await api.ask("GET", "/dispositions")).body.items).toContain("Call again");
  const note = (body: object) => api.ask("PATCH", `/calls/${id}`, body);
  expect((await note({ disposition: "Sold" })).body.error).toMatchObject({
    fields: { disposition: expect.stringContaining("Call again") },
  });
  await api.ask("PATCH", "", { dispositions: ["Sold", "Lost"], outbound: { callsPerDay: 0 } });
  expect((await note({ disposition: "Sold", note: " A new roof " })).body).toEqual({
    disposition: "Sold",
    note: "A new roof",
  });
  // What is left out stays.
  expect((await note({ note: "" })).body).toEqual({ disposition: "Sold", note: null });
  const found = await api.ask(
    "GET",
    `/calls?disposition=Sold&direction=outbound&lead=${anna}&number=%2B13125550121`,
  );
  expect(found.body.items).toMatchObject([{ id, disposition: "Sold", note: null }]);
  expect((await api.ask("GET", "/calls?disposition=Lost")).body.items).toEqual([]);
  expect((await api.ask("GET", "/calls?direction=inbound")).body.items).toEqual([]);
  const limited = await place({ staff: dana, lead: anna });
  expect(limited.body.error).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("24 hours"),
  });
});
