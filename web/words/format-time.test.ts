import { expect, test } from "vitest";
import { readWallClock, timesIn, writeWallClock } from "./format-time.ts";

test.each([
  ["2026-01-15T09:30", "America/Chicago", "2026-01-15T15:30:00.000Z"],
  ["2026-07-15T09:30", "America/Chicago", "2026-07-15T14:30:00.000Z"],
  ["2026-03-29T01:30", "Europe/London", "2026-03-29T01:30:00.000Z"],
  ["2026-07-15T00:10", "Asia/Kathmandu", "2026-07-14T18:25:00.000Z"],
])("%s in %s is %s", (text, zone, at) => {
  const read = readWallClock(text, zone);
  expect(read?.toISOString()).toBe(at);
  // In the hour that London skips, the clock shows the hour after.
  if (zone !== "Europe/London") expect(writeWallClock(new Date(at), zone)).toBe(text);
});

test("a day is the account's, not the reader's", () => {
  expect(timesIn("America/Chicago").dayKey("2026-03-02T03:00:00Z")).toBe("2026-03-01");
  expect(readWallClock("tomorrow", "UTC")).toBeNull();
});
