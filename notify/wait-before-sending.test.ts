import { expect, test } from "vitest";
import { waitForMail, waitForWebhook } from "./wait-before-sending.ts";

test("a webhook is tried eight times over a good day, less and less often", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(waitForWebhook);
  expect(waits.slice(0, 4)).toEqual([5, 300, 1_800, 7_200]);
  expect(waits.at(-1)).toBeNull();
  const hours = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 3_600;
  expect(hours).toBeGreaterThan(24);
  expect(hours).toBeLessThan(30);
});

test("mail is tried for two days, once an hour at last", () => {
  let waited = 0;
  let tries = 1;
  for (let wait = waitForMail(tries, waited); wait !== null; wait = waitForMail(tries, waited)) {
    waited += wait;
    tries += 1;
  }
  expect(waited).toBeGreaterThanOrEqual(48 * 3_600);
  expect(waited).toBeLessThan(49 * 3_600 + 1);
  expect(tries).toBeLessThan(60);
});
