import { z } from "zod";
import { dayOf } from "../hours/schedule.ts";
import { findOverlap, readSpan, type Span, WEEKDAYS, writeSpan } from "../hours/weekly-hours.ts";
import { optional, text } from "./settings-fields.ts";

const SPANS_A_DAY = 12;
const HOLIDAYS_MAX = 500;
const DAYS_OFF_MAX = 200;

/** One span of a day, as it is stored. */
function span() {
  return z.string().transform((written, context): string => {
    const read = readSpan(written);
    if (read !== null) return writeSpan(read);
    context.addIssue(
      `${JSON.stringify(written.slice(0, 40))} is no span of hours: expected one such as "09:00-17:30", "22:00-06:00" across midnight, or "00:00-24:00"`,
    );
    return z.NEVER;
  });
}

/** The spans of one day, in their order; none: closed. */
function spans() {
  return z
    .array(span())
    .max(SPANS_A_DAY)
    .superRefine((written, context) => {
      const overlap = findOverlap(read(written));
      if (overlap !== null)
        context.addIssue({ code: "custom", path: [overlap], message: overlaps("another of this day") });
    })
    .transform((written) =>
      read(written)
        .sort((one, other) => one.from - other.from)
        .map(writeSpan),
    )
    .default([]);
}

const read = (written: readonly string[]): Span[] => written.map(readSpan).filter((one) => one !== null);
const overlaps = (what: string) => `is open at the same time as ${what}: expected spans that don't overlap`;

/** Opening hours by weekday: a day that is missing is closed. */
export function weeklyHours() {
  const days = {
    mon: spans(),
    tue: spans(),
    wed: spans(),
    thu: spans(),
    fri: spans(),
    sat: spans(),
    sun: spans(),
  };
  return z
    .strictObject(days, {
      error: ({ code }) =>
        code === "unrecognized_keys" ? `is not a day: expected ${WEEKDAYS.join(", ")}` : undefined,
    })
    .superRefine((hours, context) => {
      WEEKDAYS.forEach((day, index) => {
        const next = WEEKDAYS[(index + 1) % WEEKDAYS.length] ?? "mon";
        const overlap = findOverlap(read(hours[day]), read(hours[next]));
        if (overlap !== null)
          context.addIssue({
            code: "custom",
            path: [next, overlap],
            message: overlaps(`what begins on ${day}`),
          });
      });
    });
}

function date() {
  return z
    .string()
    .trim()
    .refine((written) => !Number.isNaN(dayOf(written)), "expected a date such as 2026-12-25");
}

/** Dates with a name, whose hours stand in place of their weekday's. */
export function holidays() {
  return z
    .array(z.strictObject({ date: date(), name: text(100), hours: spans() }))
    .max(HOLIDAYS_MAX)
    .superRefine((list, context) => {
      const seen = new Set<string>();
      list.forEach((holiday, index) => {
        if (seen.has(holiday.date))
          context.addIssue({
            code: "custom",
            path: [index, "date"],
            message: `${holiday.date} stands twice`,
          });
        seen.add(holiday.date);
      });
    })
    .default([]);
}

/** Days on which a staff member is off, the first and the last included. */
export function daysOff() {
  return z
    .array(
      z
        .strictObject({ from: date(), to: date(), name: optional(text(100)) })
        .refine(({ from, to }) => !(to < from), {
          path: ["to"],
          error: "is before the first day: expected the last day off, or the same",
        })
        .refine(({ from, to }) => !(dayOf(to) - dayOf(from) > 3_660), {
          path: ["to"],
          error: "expected ten years at most; who is off for good is inactive",
        }),
    )
    .max(DAYS_OFF_MAX)
    .default([]);
}
