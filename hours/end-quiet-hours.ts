import { Temporal } from "temporal-polyfill";

/** Times of day, such as "21:00" and "08:00"; the same twice: no time is quiet. */
export type QuietHours = { from: string; to: string };

/** Zones that end each other's quiet hours in turn have one time of day that is quiet in none, or no such time at all. */
const ROUNDS = 8;

/**
 * The first moment from `at` on that is quiet in none of the zones; `at` itself where it is not quiet. Null where
 * there is none: zones too far apart. Milliseconds since 1970.
 */
export function endQuietHours(at: number, zones: readonly string[], quiet: QuietHours): number | null {
  let moment = at;
  for (let round = 0; round < ROUNDS; round += 1) {
    const ends = zones.map((zone) => endIn(moment, zone, quiet));
    const latest = Math.max(moment, ...ends);
    if (latest === moment) return moment;
    moment = latest;
  }
  return null;
}

function endIn(at: number, zone: string, quiet: QuietHours): number {
  const [from, to] = [minuteOf(quiet.from), minuteOf(quiet.to)];
  const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const minute = clock.hour * 60 + clock.minute;
  const isQuiet = from < to ? from <= minute && minute < to : from !== to && (minute >= from || minute < to);
  if (!isQuiet) return at;
  const date = clock.toPlainDate().add({ days: minute >= to ? 1 : 0 });
  const plainTime = Temporal.PlainTime.from(quiet.to);
  return date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}
