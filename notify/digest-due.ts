import { Temporal } from "temporal-polyfill";

/** A digest that is due: its date, and since when it sums up, in milliseconds. */
export type DueDigest = { day: string; since: number };

/** A digest that comes later than this, after the server was away, is none of the morning any more. */
const LATE_MS = 6 * 3_600_000;
/** Whoever has never had one and chooses a time that is past today begins tomorrow. */
const FIRST_LATE_MS = 15 * 60_000;
const LONGEST_DAYS = 3;

/**
 * Whether a person's digest is due. The clock on the wall decides: at a time that a day does not have it comes with the
 * first minute after, and at one that a day has twice it comes the first time. `lastDay`: the date of the last one.
 */
export function digestDue(
  { zone, digestAt, lastDay }: { zone: string; digestAt: string; lastDay: string | null },
  now: number,
): DueDigest | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const momentOf = (day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: zone, plainTime: digestAt }).epochMilliseconds;
  const last = lastDay === null ? null : Temporal.PlainDate.from(lastDay);
  if (last !== null && Temporal.PlainDate.compare(last, today) >= 0) return null;
  const late = now - momentOf(today);
  if (late < 0 || late > (last === null ? FIRST_LATE_MS : LATE_MS)) return null;
  const earliest = today.subtract({ days: LONGEST_DAYS });
  const from = last ?? today.subtract({ days: 1 });
  const begin = Temporal.PlainDate.compare(from, earliest) < 0 ? earliest : from;
  return { day: today.toString(), since: momentOf(begin) };
}
