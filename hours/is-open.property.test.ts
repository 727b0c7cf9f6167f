import fc from "fast-check";
import { expect, test } from "vitest";
import { isOpen } from "./is-open.ts";
import { isOpenAt, readSchedule } from "./schedule.ts";
import { wallOracle } from "./testing/wall-oracle.ts";
import type { Holiday, WeeklyHours } from "./weekly-hours.ts";

/** Hours with a break, a night across midnight, spans around the hours in which clocks change, and whole days. */
const HOURS: WeeklyHours = {
  mon: ["09:00-12:30", "13:30-18:00"],
  tue: ["00:00-24:00"],
  wed: ["00:00-02:00", "22:00-06:00"],
  thu: ["08:15-17:45"],
  fri: [],
  sat: ["02:30-03:15", "23:30-02:30"],
  sun: ["01:45-02:15", "02:30-03:00", "23:00-24:00"],
};
const HOLIDAYS: Holiday[] = [
  { date: "2026-12-24", name: "Christmas Eve", hours: ["09:00-13:00"] },
  { date: "2026-12-25", name: "Christmas Day", hours: [] },
  { date: "2027-01-01", name: "New Year", hours: ["22:00-01:00"] },
  { date: "2027-04-04", name: "A change of clocks", hours: ["01:30-02:45"] },
];
const MINUTE = 60_000;
const BEGIN = Date.parse("2026-01-01T00:00:00Z");
const END = Date.parse("2028-01-01T00:00:00Z");

// The north, the south, and one that is half an hour off and moves by half an hour.
test.each(["America/Chicago", "America/Santiago", "Australia/Lord_Howe"])(
  "every minute of two years in %s: open as Intl's clock says, and since and until are where it changes",
  (zone) => {
    const schedule = readSchedule({
      zone,
      hours: JSON.stringify(HOURS),
      exceptions: JSON.stringify(HOLIDAYS),
    });
    const oracle = wallOracle(zone, HOURS, HOLIDAYS);
    let was: boolean | null = null;
    let since = BEGIN;
    const wrong: string[] = [];
    for (let at = BEGIN; at < END; at += MINUTE) {
      const open = oracle(at);
      if (was !== null && open !== was) {
        // What has just ended, asked at its first moment and at its last.
        for (const moment of [since, at - 1]) {
          const state = isOpen(schedule, moment);
          if (state.open !== was || state.until !== at || (since > BEGIN && state.since !== since))
            wrong.push(`${new Date(moment).toISOString()}: ${JSON.stringify(state)}`);
        }
        since = at;
      }
      if (isOpen(schedule, at).open !== open) wrong.push(new Date(at).toISOString());
      was = open;
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  },
);

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 1, max: 288 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${clock(from * 5)}-${clock(to * 5)}`);
const spans = fc.array(span, { maxLength: 2 });
const week = fc.record({
  mon: spans,
  tue: spans,
  wed: spans,
  thu: spans,
  fri: spans,
  sat: spans,
  sun: spans,
});
// Clocks that are changed at midnight, at quarters of an hour off the others, and never.
const zones = fc.constantFrom(
  "America/Havana",
  "Asia/Beirut",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Pacific/Apia",
);

test("whatever the hours and the zone, in any ten days: open as Intl's clock says, until it says otherwise", () => {
  fc.assert(
    fc.property(week, zones, fc.integer({ min: 0, max: 1460 }), (hours, zone, day) => {
      const schedule = readSchedule({ zone, hours: JSON.stringify(hours), exceptions: "[]" });
      const oracle = wallOracle(zone, hours, []);
      const begin = Date.parse("2025-01-01T00:00:00Z") + day * 86_400_000;
      let until: number | null = null;
      for (let at = begin; at < begin + 10 * 86_400_000; at += MINUTE) {
        const open = oracle(at);
        if (at === until) expect(open).toBe(!oracle(at - MINUTE));
        const state = isOpen(schedule, at);
        if (state.open !== open || (until !== null && at < until && state.until !== until))
          throw new Error(`${new Date(at).toISOString()}: ${JSON.stringify(state)}`);
        until = state.until;
      }
    }),
    { numRuns: 60 },
  );
});

test("asked in any order, the answer is the same", () => {
  const texts = {
    zone: "America/Chicago",
    hours: JSON.stringify(HOURS),
    exceptions: JSON.stringify(HOLIDAYS),
  };
  const schedule = readSchedule(texts);
  // Half-hours a good day apart, back and forth: no answer may come from what was asked before.
  const moments = Array.from(
    { length: 400 },
    (_, i) => BEGIN + ((i * 7919) % 730) * 86_400_000 + i * 30 * MINUTE,
  );
  const oracle = wallOracle(texts.zone, HOURS, HOLIDAYS);
  expect(moments.map((at) => isOpen(schedule, at).open)).toEqual(moments.map(oracle));
  expect(isOpenAt(schedule, 0, 0)).toBe(true);
});
