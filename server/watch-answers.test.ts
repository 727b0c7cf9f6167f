import { expect, test } from "vitest";
import { holdInRush, watchAnswers } from "./watch-answers.ts";

test("calls are slow while their answers take long, and not when none has come for a second", () => {
  let now = 0;
  const watch = watchAnswers(() => now);
  expect(watch.now()).toEqual({ perSecond: 0, slow: false });
  for (let call = 0; call < 20; call += 1) watch.answered(0.003);
  expect(watch.now().slow).toBe(false);
  // One that was held up is no reason; several are.
  watch.answered(0.01);
  expect(watch.now().slow).toBe(false);
  for (let call = 0; call < 5; call += 1) watch.answered(0.03);
  expect(watch.now().slow).toBe(true);
  now = 1_001;
  expect(watch.now()).toEqual({ perSecond: 0, slow: false });
  watch.answered(0.002);
  expect(watch.now().slow).toBe(false);
});

test("how many come a second is known after some seconds of them, and forgotten as soon", () => {
  let now = 0;
  const watch = watchAnswers(() => now);
  const rush = (seconds: number, perSecond: number) => {
    for (let count = 0; count < seconds * perSecond; count += 1) {
      now += 1_000 / perSecond;
      watch.answered(0.002);
    }
  };
  rush(10, 50);
  expect(watch.now().perSecond).toBeGreaterThan(45);
  expect(watch.now().perSecond).toBeLessThan(55);
  rush(10, 2);
  expect(watch.now().perSecond).toBeGreaterThan(1.5);
  expect(watch.now().perSecond).toBeLessThan(3);
});

test("calls are looked up at once, and together in a rush alone", () => {
  expect(holdInRush({ perSecond: 0, slow: false })).toBe(0);
  expect(holdInRush({ perSecond: 250, slow: true })).toBe(0);
  expect(holdInRush({ perSecond: 350, slow: false })).toBeGreaterThan(0);
});
