import { expect, test } from "vitest";
import type { E164 } from "../routing/values.ts";
import { chooseSender } from "./choose-sender.ts";
import { judgeLimits } from "./judge-limits.ts";

const own = "+13125550111" as E164;
const firstUsed = "+13125550112" as E164;
const byDefault = "+13125550113" as E164;

test.each([
  ["their own number first", { own, firstUsed, byDefault }, own],
  ["then the one first used with the lead", { own: null, firstUsed, byDefault }, firstUsed],
  ["then the account's default", { own: null, firstUsed: null, byDefault }, byDefault],
])("a call shows %s", (_name, facts, number) => {
  expect(chooseSender(facts)).toMatchObject({ ok: true, number });
});

test("with none of them nobody is called, and it is said what to set", () => {
  const refused = chooseSender({ own: null, firstUsed: null, byDefault: null });
  expect(refused).toMatchObject({ ok: false, text: expect.stringContaining("Settings > Phone") });
});

test("limits count calls already made", () => {
  const limits = { callsPerHour: 2, callsPerDay: 3 };
  expect(judgeLimits(limits, { lastHour: 1, lastDay: 2 })).toBeNull();
  expect(judgeLimits(limits, { lastHour: 2, lastDay: 2 })).toMatch(/in the last hour.*Settings > Phone/);
  expect(judgeLimits(limits, { lastHour: 0, lastDay: 3 })).toMatch(/in the last 24 hours/);
  expect(judgeLimits({ callsPerHour: 0, callsPerDay: 0 }, { lastHour: 0, lastDay: 0 })).not.toBeNull();
});
