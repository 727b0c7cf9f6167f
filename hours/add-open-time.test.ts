import { expect, test } from "vitest";
import { addOpenTime } from "./add-open-time.ts";
import { readSchedule } from "./schedule.ts";
import { WEEKDAYS } from "./weekly-hours.ts";

const MINUTE = 60_000;
const week = (spans: string[], days: readonly string[] = WEEKDAYS) =>
  JSON.stringify(Object.fromEntries(WEEKDAYS.map((day) => [day, days.includes(day) ? spans : []])));
const schedule = (hours: string | null, exceptions = "[]") =>
  readSchedule({ zone: "America/Chicago", hours, exceptions });
const after = (minutes: number, from: string, hours: string | null, exceptions?: string) => {
  const moment = addOpenTime(schedule(hours, exceptions), Date.parse(from), minutes * MINUTE);
  return moment === null ? null : new Date(moment).toISOString().slice(0, 16);
};
const OFFICE = week(["09:00-17:00"], ["mon", "tue", "wed", "thu", "fri"]);

test.each([
  ["always open", 30, "2026-03-02T20:00Z", null, "2026-03-02T20:30"],
  ["within the day", 30, "2026-03-02T20:00Z", OFFICE, "2026-03-02T20:30"],
  ["to the last minute", 60, "2026-03-02T22:00Z", OFFICE, "2026-03-02T23:00"],
  ["over the evening", 30, "2026-03-02T22:50Z", OFFICE, "2026-03-03T15:20"],
  ["from before opening", 30, "2026-03-02T08:00Z", OFFICE, "2026-03-02T15:30"],
  // Friday evening, and Monday's clocks were changed on Sunday.
  ["over a weekend", 20, "2026-03-06T22:50Z", OFFICE, "2026-03-09T14:10"],
  ["never open", 30, "2026-03-02T20:00Z", week([]), null],
])("%s", (_what, minutes, from, hours, expected) => {
  expect(after(minutes, from, hours)).toBe(expected);
});

test("a holiday does not count", () => {
  const holiday = JSON.stringify([{ date: "2026-03-03", name: "Town day", hours: [] }]);
  expect(after(30, "2026-03-02T22:50Z", OFFICE, holiday)).toBe("2026-03-04T15:20");
});
