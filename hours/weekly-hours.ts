/** Days of the week in their order, as settings name them. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The spans of each weekday, such as "09:00-12:30"; a day without any is closed. */
export type WeeklyHours = Record<Weekday, string[]>;

/** A date with hours of its own, in place of those of its weekday. `date` is ISO 8601. */
export type Holiday = { date: string; name: string; hours: string[] };

/** Days on which a person is off, both included, in ISO 8601. */
export type DaysOff = { from: string; to: string; name: string | null };

/**
 * Minutes from the midnight with which its day begins; `to` is excluded. A span that crosses the next midnight belongs
 * to the day on which it begins, and ends after minute 1440.
 */
export type Span = { from: number; to: number };

/** The minutes of a day on which no clock is changed. */
export const DAY_MINUTES = 1440;

const SPAN = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/;

/** Reads a span such as "9:00-17:30" or "22:00-06:00"; null where it is none. */
export function readSpan(text: string): Span | null {
  const [, ...parts] = SPAN.exec(text.trim()) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined)
    return null;
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  if (fromMinute > 59 || toMinute > 59 || from >= DAY_MINUTES || to > DAY_MINUTES || from === to) return null;
  return { from, to: to < from ? to + DAY_MINUTES : to };
}

/** A span as it is stored and shown: "09:00-17:30". Midnight at its end is 24:00. */
export function writeSpan({ from, to }: Span): string {
  return `${writeMinute(from)}-${writeMinute(to > DAY_MINUTES ? to - DAY_MINUTES : to)}`;
}

function writeMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Places two spans of one day, or of a day and the next, that are open at once: those of the second; null for none. */
export function findOverlap(spans: readonly Span[], nextDay: readonly Span[] = []): number | null {
  for (const [index, one] of spans.entries()) {
    const other = spans.findIndex((two, place) => place > index && one.from < two.to && two.from < one.to);
    if (other >= 0) return other;
  }
  const next = nextDay.findIndex((two) => spans.some((one) => two.from + DAY_MINUTES < one.to));
  return next < 0 ? null : next;
}
