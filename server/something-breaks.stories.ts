import { describe, expect, test } from "vitest";
import type { PhoneScript } from "../simulator/index.ts";
import { ANNA, DANA, FORWARDING, type House, LINE, startHouse } from "./testing/start-house.ts";

const accepts: PhoneScript = {
  does: "answers",
  after: 3,
  presses: [{ key: "1", after: 2 }],
  hangsUpAfter: 40,
};
const MESSAGE = expect.stringContaining("Please leave a message");

async function sql(house: House, text: string): Promise<void> {
  await house.node.database.pool.query(text);
}

/** Somebody calls; the call may be kept or not. */
async function callIn(house: House, extra: Record<string, string> = {}) {
  const heard = await house.carrier.call({ from: ANNA, to: LINE, extra }).ended;
  await house.carrier.idle();
  const statuses = new Set(house.carrier.requests.map((request) => request.status));
  return { heard, statuses };
}

describe("something breaks while a call is answered: a message is taken, and the account is told", () => {
  test("the call can't be written", async () => {
    const house = await startHouse();
    await sql(house, "ALTER TABLE call ADD CHECK (false) NOT VALID");
    const { heard, statuses } = await callIn(house);
    expect(heard.heard).toEqual([MESSAGE]);
    expect(heard.errors).toEqual([]);
    expect(heard.recordings).toHaveLength(1);
    expect(statuses).toEqual(new Set([200]));
    expect(await house.alerts()).toEqual(["broke"]);
  });

  test("what happens to a call can't be written: the person rung is not connected to nobody", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, accepts);
    await sql(house, "ALTER TABLE call_event ADD CHECK (kind IN ('arrived', 'broke')) NOT VALID");
    const { heard, statuses } = await callIn(house);
    expect(heard.connectedTo).toBeNull();
    expect(heard.heard).toEqual([MESSAGE]);
    expect(statuses).toEqual(new Set([200]));
    expect(await house.alerts()).toEqual(["broke"]);
  });

  test("that there is a message can't be written: the account is told", async () => {
    const house = await startHouse();
    await sql(house, "ALTER TABLE call_event ADD CHECK (kind NOT LIKE 'recording%') NOT VALID");
    const { heard, statuses } = await callIn(house);
    expect(heard.recordings).toHaveLength(1);
    expect(statuses).toEqual(new Set([200]));
    expect(await house.alerts()).toEqual(["broke"]);
  });

  test("not even the alert can be written", async () => {
    const house = await startHouse();
    await sql(house, "ALTER TABLE call ADD CHECK (false) NOT VALID");
    await sql(house, "ALTER TABLE alert ADD CHECK (false) NOT VALID");
    const { heard, statuses } = await callIn(house);
    expect(heard.heard).toEqual([MESSAGE]);
    expect(statuses).toEqual(new Set([200]));
  });

  test.each([
    ["a ladder with a rung that nobody knows", "UPDATE account SET ladder = '{nonsense}'"],
    ["a ring time that is none", "UPDATE account SET ring_budget_seconds = -5"],
    ["an ending that nobody knows", "UPDATE account SET if_nobody_answers = 'nonsense'"],
    ["a phone that is none", "UPDATE staff SET phone = '<nobody>'"],
    ["a country that is none", "UPDATE account SET country = 'XX', allowed_countries = '{}'"],
  ])("a row that should not be: %s", async (_what, statement) => {
    const house = await startHouse();
    await sql(house, statement);
    await house.node.refreshSettings();
    const { heard, statuses } = await callIn(house);
    expect(statuses).toEqual(new Set([200]));
    expect(heard.errors).toEqual([]);
    expect(house.carrier.violations).toEqual([]);
    expect(heard.heard.length + heard.legs.length).toBeGreaterThan(0);
  });

  test("a caller's name that no database can keep does not keep him from his salesperson", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, accepts);
    const { heard } = await callIn(house, { CallerName: "Anna\0Berg" });
    expect(heard.connectedTo).toBe(DANA);
    expect(await house.alerts()).toEqual([]);
  });
});

describe("a broken carrier connection proves nothing, and is no error of ours", () => {
  test.each([
    ["without credentials", "UPDATE carrier SET credentials = 'null'"],
    ["of a kind that nobody knows", "UPDATE carrier SET kind = 'pigeon'"],
    ["without a token", "UPDATE carrier SET auth_token = '', credentials = '{}'"],
    ["with a key that is none", `UPDATE carrier SET credentials = '{"publicKey": "?"}'`],
  ])("%s", async (_what, statement) => {
    const house = await startHouse({}, { kind: "telnyx" });
    await sql(house, statement);
    await house.node.refreshSettings();
    const { statuses } = await callIn(house);
    expect(statuses).toEqual(new Set([403]));
    const other = { method: "POST", header: () => "application/x-www-form-urlencoded", body: "" };
    expect(await house.node.answerHook({ ...other, target: "/hooks/pigeon/main/voice" })).toMatchObject({
      status: 403,
    });
  });
});

test("a node that can't write its data folder goes on as if nothing were", async () => {
  const house = await startHouse();
  await house.loseDataFolder();
  await sql(house, `UPDATE number SET forwarding_number = NULL`);
  await house.node.refreshSettings();
  expect(house.node.readiness()).toEqual({ ready: true, degraded: [] });
  house.carrier.phone(FORWARDING, accepts);
  const { heard } = await callIn(house);
  expect(heard.legs.map((leg) => leg.to)).not.toContain(FORWARDING);
});
