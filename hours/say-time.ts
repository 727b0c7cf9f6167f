import { Temporal } from "temporal-polyfill";

/** The moment that the clock on the wall shows as this, "2026-03-02T14:05", in milliseconds since 1970; null: no time. */
export function readWallTime(text: string, zone: string): number | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment as people say it at another one: "18:00" on the same date, "Mon 09:00" within a week, else "3 Dec 09:00". */
export function sayTime(at: number, now: number, zone: string): string {
  const [then, days] = look(at, now, zone);
  const time = clockOf(then);
  if (days === 0) return time;
  return Math.abs(days) < 7 ? `${DAYS[then.dayOfWeek - 1]} ${time}` : sayDate(at, now, zone);
}

/** The same where it stands by itself: "today at 18:00", "Mon 09:00". */
export function sayWhen(at: number, now: number, zone: string): string {
  return sayTime(at, now, zone).replace(/^(?=\d\d:)/, "today at ");
}

/** The same by its date: "18:00" on the same date, else "3 Dec 09:00", or "3 Dec" where that day begins. */
export function sayDate(at: number, now: number, zone: string): string {
  const [then, days, sameYear] = look(at, now, zone);
  const time = clockOf(then);
  if (days === 0) return time;
  const date = `${then.day} ${MONTHS[then.month - 1]}${sameYear ? "" : ` ${then.year}`}`;
  return time === "00:00" ? date : `${date} ${time}`;
}

function look(
  at: number,
  now: number,
  zone: string,
): [Temporal.ZonedDateTime, days: number, sameYear: boolean] {
  const then = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const { days } = here.toPlainDate().until(then.toPlainDate(), { largestUnit: "day" });
  return [then, days, then.year === here.year];
}

function clockOf({ hour, minute }: Temporal.ZonedDateTime): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
