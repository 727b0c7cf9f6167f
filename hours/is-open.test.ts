import { describe, expect, test } from "vitest";
import { isOpen } from "./is-open.ts";
import { readSchedule } from "./schedule.ts";
import type { DaysOff, Holiday, WeeklyHours } from "./weekly-hours.ts";

const CLOSED: WeeklyHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

function ask(
  given: { zone?: string; hours?: Partial<WeeklyHours> | null; exceptions?: (Holiday | DaysOff)[] },
  at: string,
) {
  const { zone = "America/Chicago", hours = {}, exceptions = [] } = given;
  const text = hours === null ? null : JSON.stringify({ ...CLOSED, ...hours });
  const schedule = readSchedule({ zone, hours: text, exceptions: JSON.stringify(exceptions) });
  const { open, since, until, exception } = isOpen(schedule, Date.parse(at));
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString().slice(0, 16));
  return { open, since: iso(since), until: iso(until), holiday: exception?.name ?? null };
}

describe("opening hours", () => {
  const office = { hours: { mon: ["09:00-12:30", "13:30-18:00"], tue: ["09:00-18:00"] } };

  test("within a span, at its first minute, and not at its end", () => {
    // Monday 2 March 2026; Chicago is six hours behind.
    const morning = { open: true, since: "2026-03-02T15:00", until: "2026-03-02T18:30", holiday: null };
    expect(ask(office, "2026-03-02T15:00:00Z")).toEqual(morning);
    expect(ask(office, "2026-03-02T18:29:59.999Z")).toEqual(morning);
    expect(ask(office, "2026-03-02T18:30:00Z")).toMatchObject({ open: false, until: "2026-03-02T19:30" });
  });

  test("over a week-end on which clocks are changed: closed since Tuesday, until Monday", () => {
    expect(ask(office, "2026-03-07T12:00:00Z")).toEqual({
      open: false,
      since: "2026-03-04T00:00",
      until: "2026-03-09T14:00",
      holiday: null,
    });
  });

  test("a span across midnight belongs to the day it begins", () => {
    const night = { hours: { fri: ["22:00-06:00"] } };
    const open = { open: true, since: "2026-03-07T04:00", until: "2026-03-07T12:00" };
    expect(ask(night, "2026-03-07T04:00:00Z")).toMatchObject(open);
    expect(ask(night, "2026-03-07T11:59:00Z")).toMatchObject(open);
    expect(ask(night, "2026-03-06T11:00:00Z").open).toBe(false);
  });

  test("whole days one after another are one opening", () => {
    const days = { hours: { mon: ["00:00-24:00"], tue: ["00:00-24:00"] } };
    expect(ask(days, "2026-03-03T12:00:00Z")).toMatchObject({
      open: true,
      since: "2026-03-02T06:00",
      until: "2026-03-04T06:00",
    });
  });

  test("no hours are always, and hours without a span never", () => {
    expect(ask({ hours: null }, "2026-03-02T15:00:00Z")).toMatchObject({
      open: true,
      since: null,
      until: null,
    });
    expect(ask({ hours: {} }, "2026-03-02T15:00:00Z")).toMatchObject({
      open: false,
      since: null,
      until: null,
    });
  });
});

describe("clocks that are changed", () => {
  test("a span that begins in the hour that is left out opens with the first minute after", () => {
    // On 8 March 2026, 02:00 in Chicago is 03:00.
    const early = { hours: { sun: ["02:30-05:00"] } };
    expect(ask(early, "2026-03-08T07:59:00Z")).toMatchObject({ open: false, until: "2026-03-08T08:00" });
    expect(ask(early, "2026-03-08T08:00:00Z")).toMatchObject({ open: true, until: "2026-03-08T10:00" });
  });

  test("an hour that comes twice is open twice", () => {
    // On 1 November 2026, 02:00 in Chicago is 01:00 again.
    const early = { hours: { sun: ["01:00-01:30"] } };
    const open = ["06:00", "06:29", "06:30", "07:00", "07:29", "07:30"].map(
      (time) => ask(early, `2026-11-01T${time}:00Z`).open,
    );
    expect(open).toEqual([true, true, false, true, true, false]);
  });

  test("a night is an hour shorter or longer", () => {
    const night = { hours: { sat: ["22:00-06:00"] } };
    expect(ask(night, "2026-03-08T06:00:00Z")).toMatchObject({
      since: "2026-03-08T04:00",
      until: "2026-03-08T11:00",
    });
    expect(ask(night, "2026-11-01T06:00:00Z")).toMatchObject({
      since: "2026-11-01T03:00",
      until: "2026-11-01T12:00",
    });
  });

  test("in a zone where the day itself begins at one o'clock", () => {
    // Santiago goes to summer time at midnight: 6 September 2026 has no 00:00.
    const santiago = { zone: "America/Santiago", hours: { sun: ["00:00-10:00"] } };
    expect(ask(santiago, "2026-09-06T05:00:00Z")).toMatchObject({
      open: true,
      since: "2026-09-06T04:00",
      until: "2026-09-06T13:00",
    });
  });
});

describe("holidays and days off", () => {
  const hours = { thu: ["09:00-18:00", "22:00-02:00"], fri: ["09:00-18:00"] };
  const christmas: Holiday = { date: "2026-12-25", name: "Christmas Day", hours: [] };

  test("a holiday's hours replace those of its date; what began the evening before goes on", () => {
    const given = { zone: "Europe/London", hours, exceptions: [christmas] };
    expect(ask(given, "2026-12-25T01:00:00Z").open).toBe(true);
    expect(ask(given, "2026-12-25T12:00:00Z")).toEqual({
      open: false,
      since: "2026-12-25T02:00",
      until: "2026-12-31T09:00",
      holiday: "Christmas Day",
    });
    expect(ask(given, "2026-12-24T19:00:00Z").holiday).toBeNull();
  });

  test("a holiday with hours of its own", () => {
    const eve = { date: "2026-12-24", name: "Christmas Eve", hours: ["10:00-13:00"] };
    const given = { zone: "Europe/London", hours: null, exceptions: [eve, christmas] };
    expect(ask(given, "2026-12-24T09:00:00Z")).toMatchObject({ open: false, until: "2026-12-24T10:00" });
    expect(ask(given, "2026-12-24T13:30:00Z")).toMatchObject({ open: false, until: "2026-12-26T00:00" });
  });

  test("days off are whole dates, the last included", () => {
    const given = { hours: null, exceptions: [{ from: "2026-12-01", to: "2026-12-02", name: "Vacation" }] };
    expect(ask(given, "2026-12-01T05:59:00Z").open).toBe(true);
    expect(ask(given, "2026-12-02T12:00:00Z")).toEqual({
      open: false,
      since: "2026-12-01T06:00",
      until: "2026-12-03T06:00",
      holiday: "Vacation",
    });
  });
});
