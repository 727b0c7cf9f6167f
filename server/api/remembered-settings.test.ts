import { afterAll, beforeAll, expect, test } from "vitest";
import type { E164 } from "../../routing/values.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { readFacts, readFactsOfMany } from "../../store/read-facts.ts";
import { rememberAccounts } from "../../store/remember-accounts.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const LINE = "+13125550121" as E164;
const ANNA = "+13125550150" as E164;
const call = (to = LINE) => ({ from: ANNA, to, at: Date.parse("2026-03-02T16:00:00Z") });
const idOf = async (section: string, name: string) => {
  const { items } = (await api.ask("GET", `/${section}`)).body as { items: { id: string; name: string }[] };
  return String(items.find((item) => item.name === name)?.id);
};
const undoLast = async () => {
  const { items } = (await api.ask("GET", "/audit?section=staff")).body as { items: { id: string }[] };
  return api.ask("POST", `/audit/${items[0]?.id}/undo`, {});
};

test("a node that remembers settings decides by every change of them at the next call, whoever made it", async () => {
  const remembered = rememberAccounts();
  const pool = api.database.pool;
  let before: unknown = null;
  const seen = async (what: string, to = LINE) => {
    const [facts] = await readFactsOfMany(pool, remembered, [call(to)]);
    expect(facts, what).toEqual(await readFacts(pool, call(to)));
    expect({ ...facts, what: "" }, `${what} changes nothing`).not.toEqual(before);
    before = { ...facts, what: "" };
    return facts?.facts;
  };
  await seen("first call");
  const dana = await idOf("staff", "Dana");
  const number = (await api.ask("GET", "/numbers")).body as { items: { id: string }[] };
  const line = `/numbers/${number.items[0]?.id}`;
  await api.ask("PATCH", line, { label: "Leeds" });
  await seen("a number's label");
  await api.ask("PATCH", `/staff/${dana}`, { awayUntil: "2026-03-03T09:00:00Z" });
  expect((await seen("a staff member's absence"))?.number.user?.absence).toMatchObject({ reason: "dayOff" });
  await undoLast();
  expect((await seen("its undoing"))?.number.user?.absence).toBeNull();
  await api.ask("PATCH", "", { companyPhone: "+13125550199" });
  await seen("the company phone");
  await api.ask("POST", "/staff", { email: "eve@acme.test", name: "Eve", phone: "+13125550141" });
  await seen("another staff member");
  const eve = await idOf("staff", "Eve");
  await api.ask("PATCH", `/staff/${dana}?takeOver=${eve}`, { active: false });
  expect((await seen("a handing over"))?.number.user?.name).toBe("Eve");
  await undoLast();
  expect((await seen("its undoing"))?.number.user?.name).toBe("Dana");
  await api.ask("DELETE", `/staff/${dana}?takeOver=${eve}`);
  expect((await seen("a removal"))?.number.user?.name).toBe("Eve");
  await undoLast();
  expect((await seen("its undoing"))?.number.user?.name).toBe("Dana");
  const group = (name: string, member: string) => ({ id: "sales", name, members: [`${member}@acme.test`] });
  await api.ask("PATCH", "", { ladder: ["group:sales"], groups: [group("Sales", "eve")] });
  expect((await seen("a group"))?.groups).toMatchObject([{ name: "Sales", members: [{ name: "Eve" }] }]);
  await api.ask("PATCH", "", { groups: [group("Sales", "dana")] });
  expect((await seen("its members"))?.groups).toMatchObject([{ members: [{ name: "Dana" }] }]);
  const applied = await applySettings(api.database, {
    account: { slug: "acme", name: "Acme", country: "US", timezone: "America/New_York" },
  });
  expect(applied).toMatchObject({ ok: true });
  expect((await seen("a settings file"))?.account.name).toBe("Acme");
  await api.ask("DELETE", line);
  expect(await seen("a number that is gone")).toBeUndefined();
});

test("leads, blocks and talks are asked for at each call", async () => {
  const remembered = rememberAccounts();
  const { pool } = api.database;
  const line = "+13125550131" as E164;
  await api.ask("POST", "/numbers", { number: line, carrier: "acme", user: "eve@acme.test" });
  const facts = async () => (await readFactsOfMany(pool, remembered, [call(line)]))[0]?.facts;
  expect((await facts())?.lead?.user?.name).toBe("Dana");
  const { items } = (await api.ask("GET", "/leads")).body as { items: { id: string }[] };
  await api.ask("PATCH", `/leads/${items[0]?.id}`, { assignedTo: "eve@acme.test" });
  expect((await facts())?.lead?.user).toMatchObject({ name: "Eve", talking: false, idleSince: null });
  const { at } = call();
  await pool.query(
    `INSERT INTO phone_use (account_id, phone, call_id, since)
     SELECT id, '+13125550141', gen_random_uuid(), $1 FROM account WHERE slug = 'acme'`,
    [new Date(at - 60_000)],
  );
  expect((await facts())?.lead?.user).toMatchObject({ name: "Eve", talking: true });
});

test("a number that moved to another business is answered by that one", async () => {
  const remembered = rememberAccounts();
  const { pool } = api.database;
  const line = "+13125550132" as E164;
  const stranger = await api.keyFor("stranger", "owner");
  const app = (path: string, method: string, body?: unknown) =>
    api.app.request(`/accounts/stranger${path}`, {
      method,
      headers: { authorization: `Bearer ${stranger}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const made = await api.ask("POST", "/numbers", { number: line, carrier: "acme" });
  const owner = async () => (await readFactsOfMany(pool, remembered, [call(line)]))[0]?.facts.account.name;
  expect(await owner()).toBe("Acme");
  await api.ask("DELETE", `/numbers/${made.body.id}`);
  expect(await owner()).toBeUndefined();
  expect((await app("/numbers", "POST", { number: line, carrier: "stranger" })).status).toBe(201);
  expect(await owner()).toBe("stranger");
});

test("accounts called longest ago are read again; calls of many accounts share a statement", async () => {
  const remembered = rememberAccounts(1);
  const { pool } = api.database;
  const lines = ["+13125550131", "+13125550122", "+13125550131"] as E164[];
  for (let again = 0; again < 2; again += 1) {
    const found = await readFactsOfMany(
      pool,
      remembered,
      lines.map((to) => call(to)),
    );
    expect(found.map((one) => one?.facts.account.name)).toEqual(["Acme", "stranger", "Acme"]);
  }
});
