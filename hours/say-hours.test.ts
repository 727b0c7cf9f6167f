import { expect, test } from "vitest";
import { sayAbsence, sayClosed } from "./say-hours.ts";
import { readSchedule } from "./schedule.ts";
import type { DaysOff, Holiday, WeeklyHours } from "./weekly-hours.ts";

const WEEK: WeeklyHours = {
  mon: ["09:00-18:00"],
  tue: ["09:00-18:00"],
  wed: ["09:00-18:00"],
  thu: ["09:00-18:00"],
  fri: ["09:00-18:00"],
  sat: [],
  sun: [],
};
const schedule = (hours: WeeklyHours | null, exceptions: (Holiday | DaysOff)[] = []) =>
  readSchedule({
    zone: "Europe/London",
    hours: hours && JSON.stringify(hours),
    exceptions: JSON.stringify(exceptions),
  });
const CHRISTMAS: Holiday[] = [
  { date: "2026-12-24", name: "Christmas Eve", hours: ["09:00-13:00"] },
  { date: "2026-12-25", name: "Christmas Day", hours: [] },
];
const never: WeeklyHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

test.each([
  ["2026-11-26T12:00Z", WEEK, [], null],
  ["2026-11-26T20:00Z", WEEK, [], "The business has been closed since 18:00; it opens Fri 09:00."],
  ["2026-11-26T07:00Z", WEEK, [], "The business has been closed since Wed 18:00; it opens at 09:00."],
  ["2026-11-28T12:00Z", WEEK, [], "The business has been closed since Fri 18:00; it opens Mon 09:00."],
  [
    "2026-12-24T14:00Z",
    WEEK,
    CHRISTMAS,
    "The business has been closed since 13:00 (Christmas Eve); it opens Mon 09:00.",
  ],
  ["2026-12-25T14:00Z", WEEK, CHRISTMAS, "The business is closed today: Christmas Day. It opens Mon 09:00."],
  ["2026-12-25T14:00Z", never, [], "The business is closed: its hours are never open."],
])("at %s the business says: %4$s", (at, hours, exceptions, said) => {
  expect(sayClosed(schedule(hours, exceptions), "The business", Date.parse(at))).toBe(said);
});

const AWAY = Date.parse("2026-12-03T00:00Z");
const VACATION = [{ from: "2026-11-26", to: "2026-11-27", name: "Vacation" }];
const HOURS = "outsideHours";
const OFF = "dayOff";

test.each([
  ["2026-11-27T12:00Z", WEEK, [], null, null],
  ["2026-11-27T20:00Z", WEEK, [], null, [HOURS, "is outside working hours until Mon 09:00"]],
  ["2026-11-27T08:00Z", WEEK, [], null, [HOURS, "is outside working hours until 09:00"]],
  ["2026-11-27T12:00Z", WEEK, [], AWAY, [OFF, "is away until 3 Dec"]],
  ["2026-11-27T12:00Z", WEEK, VACATION, null, [OFF, "is away until 30 Nov 09:00 (Vacation)"]],
  ["2026-11-27T12:00Z", null, VACATION, null, [OFF, "is away until 28 Nov (Vacation)"]],
  ["2026-12-03T12:00Z", WEEK, VACATION, AWAY, null],
  ["2026-11-27T12:00Z", never, [], null, [HOURS, "is outside working hours"]],
])("at %s a person's hours say %5$j", (at, hours, exceptions, awayUntil, said) => {
  const absence = sayAbsence(schedule(hours, exceptions), awayUntil, Date.parse(at));
  expect(absence && [absence.reason, absence.text]).toEqual(said);
});
