import { expect, test } from "vitest";
import { DEFAULT_SILENT_CALLERS, heldOffUntil, type SilentCallers, sayHeldOff } from "./hold-off.ts";

const MINUTE = 60_000;
const T = Date.parse("2026-03-02T19:00:00Z");
/** Silent calls that ended so many minutes before `T`, the newest first. */
const ago = (...minutes: number[]) => minutes.map((minute) => T - minute * MINUTE);

test.each<[string, number[], Partial<SilentCallers>, number | null]>([
  ["nobody called without a word", [], {}, null],
  ["four silent calls are not five", ago(0, 1, 2, 3), {}, null],
  ["the fifth within the hour holds off, from its end", ago(0, 10, 20, 30, 60), {}, 60],
  ["the first of the five is too long ago", ago(0, 10, 20, 30, 61), {}, null],
  ["a sixth goes on from there", ago(5, 6, 7, 8, 9, 50), {}, 55],
  ["the time is over", ago(60, 61, 62, 63, 64), {}, null],
  ["one more after it, with the others still in the hour", ago(0, 10, 11, 12, 13), { forMinutes: 10 }, 10],
  ["switched off", ago(0, 1, 2, 3, 4), { holdOff: false }, null],
  ["the account's own figures", ago(1, 3), { calls: 2, withinMinutes: 2, forMinutes: 30 }, 29],
  ["what comes later is not known yet", ago(-1, 1, 2, 3, 4), {}, null],
])("%s", (_why, times, change, minutes) => {
  const until = heldOffUntil(times, { ...DEFAULT_SILENT_CALLERS, ...change }, T);
  expect(until).toBe(minutes === null ? null : T + minutes * MINUTE);
});

test("it is said how often and until when, by the account's clock", () => {
  expect(sayHeldOff(ago(40, 41, 42, 43, 44), DEFAULT_SILENT_CALLERS, T, "America/Chicago")).toBe(
    "The caller hung up at once or stayed silent 5 times within 60 minutes and is held off until 13:20: the caller hears a busy tone.",
  );
  expect(sayHeldOff([], DEFAULT_SILENT_CALLERS, T, "UTC")).toBeNull();
});
