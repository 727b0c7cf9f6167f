import { readWallClock } from "./format-time.ts";

/** The moments between which two days (both included) lie in a zone, as the server takes them. */
export function dayRange(
  since: string | undefined,
  until: string | undefined,
  timeZone: string,
): { since?: string; until?: string } {
  const start = since === undefined ? null : readWallClock(`${since}T00:00`, timeZone);
  const end = until === undefined ? null : readWallClock(`${nextDay(until)}T00:00`, timeZone);
  return {
    ...(start === null ? {} : { since: start.toISOString() }),
    ...(end === null ? {} : { until: end.toISOString() }),
  };
}

function nextDay(day: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}

/** The day that lies so many days before another. */
export function daysAgo(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}
