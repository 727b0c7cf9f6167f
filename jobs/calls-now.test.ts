import { expect, test } from "vitest";
import { type CallsNow, holdBeside, leaveRoom, NO_CALLS, textsBeside } from "./calls-now.ts";

const on = new AbortController().signal;

/** How calls fare, one look after another; the last stays. Counts the looks. */
function looks(...seen: CallsNow[]) {
  let count = 0;
  const look = () => seen[Math.min(count++, seen.length - 1)] ?? NO_CALLS;
  return { look, count: () => count };
}

test("the more calls, the fewer texts beside them", () => {
  expect(textsBeside(NO_CALLS)).toBe(Number.POSITIVE_INFINITY);
  expect(textsBeside({ perSecond: 2, slow: false })).toBe(500);
  expect(textsBeside({ perSecond: 50, slow: false })).toBe(20);
});

test("what concerns texts waits for company beside calls alone", () => {
  expect(holdBeside(NO_CALLS)).toBe(0);
  expect(holdBeside({ perSecond: 1, slow: false })).toBe(200);
});

test("where no calls come nothing rests", async () => {
  await leaveRoom(undefined, on, 1_000);
  const quiet = looks(NO_CALLS);
  await leaveRoom(quiet.look, on, 1_000);
  expect(quiet.count()).toBe(1);
});

test("calls that have their answers in time are left room for texts alone; slow ones for everything", async () => {
  const fast = looks({ perSecond: 100, slow: false });
  await leaveRoom(fast.look, on);
  expect(fast.count()).toBe(1);
  // Ten a second: two are owed four rests.
  await leaveRoom(fast.look, on, 2);
  expect(fast.count()).toBe(5);
  const slow = looks({ perSecond: 100, slow: true }, { perSecond: 100, slow: false });
  await leaveRoom(slow.look, on);
  expect(slow.count()).toBe(1);
});

test("a rest ends when the calls do, and when the work is to stop", async () => {
  const rush = looks({ perSecond: 1_000, slow: false }, { perSecond: 1_000, slow: false }, NO_CALLS);
  await leaveRoom(rush.look, on, 200);
  expect(rush.count()).toBe(3);
  const stop = new AbortController();
  const resting = leaveRoom(() => ({ perSecond: 1_000, slow: true }), stop.signal, 200);
  stop.abort();
  await resting;
});
