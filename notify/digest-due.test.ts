import { expect, test } from "vitest";
import { digestDue } from "./digest-due.ts";

const CHICAGO = "America/Chicago";
const at = (written: string) => Date.parse(written);
const due = (now: string, more: { zone?: string; digestAt?: string; lastDay?: string | null } = {}) => {
  const found = digestDue({ zone: CHICAGO, digestAt: "07:30", lastDay: "2026-03-02", ...more }, at(now));
  return found && `${found.day} since ${new Date(found.since).toISOString()}`;
};

test.each([
  ["a minute before its time", "2026-03-03T13:29:00Z", {}, null],
  ["at its time: since yesterday's", "2026-03-03T13:30:00Z", {}, "2026-03-03 since 2026-03-02T13:30:00.000Z"],
  ["once a day", "2026-03-03T13:31:00Z", { lastDay: "2026-03-03" }, null],
  [
    "hours late, where the server was away",
    "2026-03-03T18:00:00Z",
    {},
    "2026-03-03 since 2026-03-02T13:30:00.000Z",
  ],
  ["in the evening it is too late", "2026-03-03T23:00:00Z", {}, null],
  [
    "after a weekend without a server it sums up the weekend",
    "2026-03-05T13:30:00Z",
    {},
    "2026-03-05 since 2026-03-02T13:30:00.000Z",
  ],
  ["never more than three days", "2026-04-20T12:30:00Z", {}, "2026-04-20 since 2026-04-17T12:30:00.000Z"],
  [
    "the first one is in time",
    "2026-03-03T13:31:00Z",
    { lastDay: null },
    "2026-03-03 since 2026-03-02T13:30:00.000Z",
  ],
  ["or begins tomorrow", "2026-03-03T16:00:00Z", { lastDay: null }, null],
])("%s", (_, now, more, expected) => {
  expect(due(now, more)).toBe(expected);
});

test("when clocks go forward it comes at 07:30 of the new time, and at 02:30 of a night without it, after", () => {
  // 8 March 2026: 02:00 becomes 03:00.
  expect(due("2026-03-08T12:30:00Z", { lastDay: "2026-03-07" })).toBe(
    "2026-03-08 since 2026-03-07T13:30:00.000Z",
  );
  expect(due("2026-03-08T08:29:00Z", { lastDay: "2026-03-07", digestAt: "02:30" })).toBeNull();
  expect(due("2026-03-08T08:30:00Z", { lastDay: "2026-03-07", digestAt: "02:30" })).toMatch(/^2026-03-08/);
});

test("when an hour comes twice it comes the first time, and only then", () => {
  // 1 November 2026: 02:00 becomes 01:00 again.
  const twice = { digestAt: "01:30", lastDay: "2026-10-31" };
  expect(due("2026-11-01T06:30:00Z", twice)).toBe("2026-11-01 since 2026-10-31T06:30:00.000Z");
  expect(due("2026-11-01T07:30:00Z", { ...twice, lastDay: "2026-11-01" })).toBeNull();
});

test("the date is the account's: in Auckland it is tomorrow already", () => {
  const auckland = { zone: "Pacific/Auckland", lastDay: "2026-03-03" };
  expect(due("2026-03-03T18:30:00Z", auckland)).toBe("2026-03-04 since 2026-03-02T18:30:00.000Z");
});
