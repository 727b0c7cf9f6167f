import { expect, test } from "vitest";
import { indexSettings } from "../../directory/settings-snapshot.ts";
import type { E164 } from "../../routing/values.ts";
import { applySettings } from "../apply-settings.ts";
import { readCheckSnapshots } from "../read-check-snapshots.ts";
import { canShowCaller, readFacts } from "../read-facts.ts";
import { readAllSettings } from "../read-known-settings.ts";
import { useDatabase } from "../testing/use-database.ts";
import { blockCaller } from "./change-blocked.ts";

const database = useDatabase();
const LINE = "+13125550111" as E164;
const MANY = Array.from({ length: 10_000 }, (_, index) => `+1900${String(index).padStart(5, "0")}*`);
const settingsWith = (blockedCallers: unknown[]) => ({
  account: { slug: "acme", name: "Acme", country: "US", timezone: "UTC", blockedCallers },
  carriers: [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "s3cret" }],
  numbers: [{ number: LINE, carrier: "main" }],
  leads: [
    { name: "Anna", phones: ["+13125550123"] },
    { name: "Bo", phones: ["+13125550124", "+13125550125"] },
  ],
});

test("ten thousand patterns are applied, change nothing when applied again, and one more is refused", async () => {
  const applied = await applySettings(database(), settingsWith(MANY));
  expect(applied).toMatchObject({ ok: true });
  const accountId = (applied.ok && applied.accounts[0]?.accountId) || "";
  expect(await applySettings(database(), settingsWith(MANY.toReversed()))).toMatchObject({
    accounts: [{ changes: [] }],
  });
  const refused = await applySettings(database(), settingsWith([...MANY, "+4490*"]));
  expect(refused).toMatchObject({ problems: [{ path: ["account", "blockedCallers"] }] });
  const actor = { kind: "person" as const, id: "1", name: "Dana" };
  const blocked = await blockCaller(database(), { accountId, actor }, { caller: "+4490*", note: null });
  expect(blocked).toEqual({ ok: false, why: "full" });
});

test("the database and the last known settings find the same entry, the most exact one", async () => {
  const list = [...MANY.slice(0, 9_996), "+13125550*", "+131255501*", "+13125550199", "+4490*"];
  expect(await applySettings(database(), settingsWith(list))).toMatchObject({ ok: true });
  const { pool } = database();
  const index = indexSettings(JSON.parse(JSON.stringify(await readAllSettings(pool))), canShowCaller);
  const entry = async (from: string | null) => {
    const call = { from: from as E164 | null, to: LINE, at: 0 };
    const found = (await readFacts(pool, call))?.facts.caller;
    expect(index.find(call)?.facts.caller).toEqual(found);
    return found?.blockedBy;
  };
  expect(await entry("+13125550199")).toBe("+13125550199");
  expect(await entry("+13125550142")).toBe("+131255501*");
  expect(await entry("+13125550042")).toBe("+13125550*");
  expect(await entry("+19000000123")).toBe("+190000001*");
  expect(await entry("+449012345678")).toBe("+4490*");
  expect(await entry("+13125551234")).toBeNull();
  expect(await entry("+449")).toBeNull();
  expect(await entry(null)).toBeNull();
});

test("check counts the leads whom each pattern covers, a lead once", async () => {
  for await (const { blockedLeads } of readCheckSnapshots(database().query, "acme", 0)) {
    expect([...blockedLeads]).toEqual([
      ["+13125550*", 2],
      ["+131255501*", 2],
    ]);
  }
});
