import { expect, test } from "vitest";
import { virtualClock } from "./virtual-clock.ts";

test("an hour passes in no time, in the order of the timers", async () => {
  const clock = virtualClock({ start: new Date(0) });
  const started = performance.now();
  const seen: number[] = [];
  clock.setTimer(2000, () => seen.push(clock.now()));
  clock.setTimer(1000, () => seen.push(clock.now()));
  await clock.sleep(3_600_000);
  expect(seen).toEqual([1000, 2000]);
  expect(clock.now()).toBe(3_600_000);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(clock.pending()).toBe(0);
});

test("time stands still while work is in flight", async () => {
  const clock = virtualClock({ start: new Date(0) });
  const release = clock.hold();
  const slept = clock.sleep(1000);
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBe(0);
  release();
  release();
  await slept;
  expect(clock.now()).toBe(1000);
});

test("a background timer fires when its time passes, but moves nothing by itself", async () => {
  const clock = virtualClock({ start: new Date(0) });
  let sweeps = 0;
  clock.setTimer(500, () => (sweeps += 1), { background: true });
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(sweeps).toBe(0);
  await clock.sleep(1000);
  expect(sweeps).toBe(1);
});

test("a cancelled timer never fires", async () => {
  const clock = virtualClock();
  let fired = false;
  clock.setTimer(10, () => (fired = true))();
  await clock.sleep(20);
  expect(fired).toBe(false);
  expect(clock.pending()).toBe(0);
});
