import { expect, test } from "vitest";
import { chooseCampaignNumber, type SenderNumbers } from "./choose-campaign-number.ts";

const numbers: SenderNumbers = {
  byDefault: "+13125550110",
  own: new Map([["7", "+13125550117"]]),
  pool: ["+13125550111", "+13125550112", "+13125550113", "+13125550114"],
};
const phones = Array.from({ length: 1_000 }, (_, at) => `+1312555${String(1_000 + at)}`);
const pooled = (phone: string, pool = numbers.pool, lastNumber: string | null = null) =>
  chooseCampaignNumber({ use: "pool", pool: [] }, { ...numbers, pool }, { phone, userId: null, lastNumber });

test("the default, or the staff member's own where they have one", () => {
  const who = { phone: "+13125550123", userId: "7", lastNumber: null };
  expect(chooseCampaignNumber({ use: "default", pool: [] }, numbers, who)).toBe("+13125550110");
  expect(chooseCampaignNumber({ use: "own", pool: [] }, numbers, who)).toBe("+13125550117");
  expect(chooseCampaignNumber({ use: "own", pool: [] }, numbers, { ...who, userId: "8" })).toBe(
    "+13125550110",
  );
});

test("a pool is shared out evenly, and everybody has the same number each time", () => {
  const counts = new Map<string | null, number>();
  for (const phone of phones) counts.set(pooled(phone), (counts.get(pooled(phone)) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual(numbers.pool);
  for (const count of counts.values()) expect(count).toBeGreaterThan(200);
  expect(phones.map((phone) => pooled(phone))).toEqual(
    phones.map((phone) => pooled(phone, [...numbers.pool].reverse())),
  );
});

test("a number that leaves the pool takes nobody else's along; the number they know is kept", () => {
  const rest = numbers.pool.slice(1);
  const moved = phones.filter(
    (phone) => pooled(phone) !== numbers.pool[0] && pooled(phone) !== pooled(phone, rest),
  );
  expect(moved).toEqual([]);
  expect(pooled("+13125550123", numbers.pool, "+13125550114")).toBe("+13125550114");
  expect(pooled("+13125550123", [], "+13125550114")).toBeNull();
});
