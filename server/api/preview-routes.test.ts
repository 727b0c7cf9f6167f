import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../../store/apply-settings.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await openTestApi();
  await applySettings(api.database, {
    account: { slug: "acme", name: "Acme", country: "US", timezone: "UTC", companyPhone: "+13125550100" },
    staff: [
      { email: "eve@acme.test", name: "Eve", phone: "+13125550141" },
      { email: "finn@acme.test", name: "Finn" },
    ],
    numbers: [
      { number: "+13125550131", label: "Leeds line", carrier: "acme", forwardingNumber: "+13125550142" },
    ],
    leads: [
      ...[1, 2, 3].map((n) => ({
        name: `E${n}`,
        phones: [`+1312555016${n}`],
        assignedTo: "eve@acme.test",
      })),
      { name: "Blocked", phones: ["+13125550169"], assignedTo: "eve@acme.test", blocked: true },
      { name: "Free", phones: ["+13125550168"] },
    ],
  });
  for (const section of ["staff", "numbers", "leads"]) {
    const { items } = (await api.ask("GET", `/${section}`)).body as unknown as {
      items: { id: string; name?: string; number?: string }[];
    };
    for (const { id, name, number } of items) ids[name ?? number ?? ""] = id;
  }
});
afterAll(() => api.close());

const preview = async (plan: object) => {
  const answer = await api.ask("POST", "/preview", plan);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { changes, ...more } = answer.body as unknown as {
    changes: { text: string }[];
    unchanged: boolean;
    findings: { code: string }[];
  };
  return { texts: changes.map(({ text }) => text), changes, ...more };
};

test("before a phone is taken away, the page says whose calls would ring where instead", async () => {
  const { changes, unchanged, findings } = await preview({
    section: "staff",
    id: ids.Eve,
    fields: { phone: null },
  });
  expect(unchanged).toBe(false);
  expect(changes).toEqual([
    {
      text: "Calls of 3 leads to +13125550121 would ring Dana instead of Eve.",
      leads: 3,
      number: "+13125550121",
      before: { destination: "+13125550141", who: "Eve" },
      after: { destination: "+13125550111", who: "Dana" },
    },
    {
      text: "Calls of 3 leads to Leeds line would ring the forwarding number instead of Eve.",
      leads: 3,
      number: "+13125550131",
      before: { destination: "+13125550141", who: "Eve" },
      after: { destination: "+13125550142", who: "the forwarding number" },
    },
  ]);
  expect(findings).toMatchObject([
    { code: "userHasNoPhone", severity: "warning", link: { section: "staff", id: ids.Eve, field: "phone" } },
  ]);
});

test("what is said is what happens: the same change made, and the calls decided", async () => {
  const id = ids["+13125550131"];
  const fields = { user: "eve@acme.test" };
  const { texts } = await preview({ section: "numbers", id, fields });
  expect(texts).toEqual([
    "Calls of 1 lead to Leeds line would, after Dana, ring Eve instead of the forwarding number.",
    "Calls of 1 lead to Leeds line would ring Eve instead of the forwarding number.",
    "Calls of callers who are no leads to Leeds line would ring Eve instead of the forwarding number.",
  ]);
  await api.ask("PATCH", `/numbers/${id}`, fields);
  const asked = await api.ask("POST", "/who-rings", { from: null, to: "+13125550131" });
  expect(asked.body).toMatchObject({ decision: { plan: [{ destinations: ["+13125550141"] }, {}, {}] } });
  await api.ask("PATCH", `/numbers/${id}`, { user: null });
});

test("who leaves: with somebody who takes over, and with nobody", async () => {
  const leave = { section: "staff", id: ids.Eve, remove: true };
  expect((await preview({ ...leave, takeOver: { staffId: ids.Dana } })).texts).toEqual([
    "Calls of 3 leads to every number would ring Dana instead of Eve.",
  ]);
  expect((await preview(leave)).texts).toEqual([
    "Calls of 3 leads to +13125550121 would ring Dana instead of Eve.",
    "Calls of 3 leads to Leeds line would ring the forwarding number instead of Eve.",
  ]);
  const inactive = { section: "staff", id: ids.Dana, fields: { active: false } };
  const { texts, findings } = await preview({ ...inactive, takeOver: { staffId: ids.Eve } });
  expect(texts).toContain(
    "Calls of callers who are no leads to +13125550121 would ring Eve instead of Dana.",
  );
  expect(findings).toEqual([]);
  const wrong = await api.ask("POST", "/preview", { ...inactive, takeOver: { staffId: ids.Dana } });
  expect(wrong.body.error).toMatchObject({ code: "invalid", fields: { takeOver: expect.any(String) } });
});

test("the company's settings: whom a change touches, and what it breaks", async () => {
  const off = await preview({ section: "account", id: null, fields: { companyPhone: null } });
  expect(off.texts.length).toBeGreaterThan(0);
  expect(off.texts.every((text) => text.endsWith("instead of ringing the company phone."))).toBe(true);
  const withheld = await preview({ section: "account", fields: { rejectWithheld: true } });
  expect(withheld.texts).toEqual([
    "Calls of withheld callers to +13125550121 would be rejected as busy instead of ringing Dana.",
    "Calls of withheld callers to Leeds line would be rejected as busy instead of ringing the forwarding number.",
  ]);
  const shorter = await preview({ section: "account", fields: { ringSeconds: 10 } });
  expect(shorter.texts).toContain(
    "Calls of callers who are no leads to +13125550121 would ring Dana for 10 s instead of 20 s.",
  );
});

test("one lead, a new number, a number that goes, and a change of nothing", async () => {
  expect(
    (await preview({ section: "leads", id: ids.Free, fields: { assignedTo: "eve@acme.test" } })).texts,
  ).toEqual([
    "Calls of Free to +13125550121 would ring Eve instead of Dana.",
    "Calls of Free to Leeds line would ring Eve instead of the forwarding number.",
  ]);
  expect((await preview({ section: "leads", id: ids.Free, fields: { blocked: true } })).texts[0]).toBe(
    "Calls of Free to +13125550121 would be rejected as busy instead of ringing Dana.",
  );
  const fresh = { number: "+13125550137", carrier: "acme", label: "New" };
  expect((await preview({ section: "numbers", fields: fresh })).texts).toContain(
    "Calls of callers who are no leads to New would ring the company phone.",
  );
  expect((await preview({ section: "numbers", id: ids["+13125550131"], remove: true })).texts).toEqual([
    "Calls to Leeds line would no longer be routed here.",
  ]);
  const loop = { section: "numbers", id: ids["+13125550131"], fields: { forwardingNumber: "+13125550121" } };
  expect((await preview(loop)).findings).toMatchObject([{ code: "wouldLoop", severity: "error" }]);
  expect(await preview({ section: "staff", id: ids.Eve, fields: { name: "Eve" } })).toMatchObject({
    texts: [],
    unchanged: true,
  });
  // Only asked: nothing is different afterwards.
  expect((await api.ask("GET", "/numbers")).body.items).toHaveLength(2);
});

test.each([
  [{ section: "rooms" }, ["section"]],
  [{ section: "staff", fields: { email: "x" } }, ["email", "name"]],
  [{ section: "staff", id: "' --" }, ["id"]],
])("what can't be is refused by field: %j", async (plan, fields) => {
  const { status, body } = await api.ask("POST", "/preview", plan);
  expect(status).toBe(400);
  expect(Object.keys((body.error as unknown as { fields: object }).fields).sort()).toEqual(fields);
});

test("what is not there can't be changed", async () => {
  expect((await api.ask("POST", "/preview", { section: "leads", id: "abc" })).status).toBe(404);
  expect((await api.ask("POST", "/preview", { section: "leads", id: "99999" })).status).toBe(404);
  expect((await api.ask("POST", "/preview", { section: "staff", remove: true })).status).toBe(404);
});

test("the check says what is wrong, why, and where to mend it; carriers are asked only on request", async () => {
  await api.ask("PATCH", `/leads/${ids.Free}`, { assignedTo: "finn@acme.test" });
  expect((await api.ask("GET", "/check")).body).toEqual({
    findings: [
      {
        code: "userHasNoPhone",
        severity: "warning",
        text: "1 lead is assigned to Finn, who has no phone.",
        cause: "Without a phone nobody can be rung.",
        link: { section: "staff", id: ids.Finn, field: "phone" },
      },
    ],
  });
  const asked = await api.ask("GET", "/check?webhooks=1");
  expect(asked.body.findings).toContainEqual({
    code: "carrierRefuses",
    severity: "error",
    text: expect.stringMatching(/^The carrier connection acme (refuses our credentials|can't be asked)/),
    cause: expect.any(String),
    link: { section: "carriers", id: "acme", field: "authToken" },
  });
});
