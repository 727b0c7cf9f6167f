import { isOpen } from "./is-open.ts";
import { sayDate, sayTime } from "./say-time.ts";
import type { Schedule } from "./schedule.ts";

/** Why a person is not to be rung now; the text goes on after their name: "is outside working hours until Mon 09:00". */
export type SaidAbsence = { reason: "outsideHours" | "dayOff"; text: string };

/** What a person's hours, days off and "away until" say at a moment; null where they may be rung. */
export function sayAbsence(schedule: Schedule, awayUntil: number | null, at: number): SaidAbsence | null {
  const { zone } = schedule;
  if (awayUntil !== null && at < awayUntil)
    return { reason: "dayOff", text: `is away until ${sayDate(awayUntil, at, zone)}` };
  const { open, until, exception } = isOpen(schedule, at);
  if (open) return null;
  if (exception !== null) {
    const back = until === null ? "" : ` until ${sayDate(until, at, zone)}`;
    const why = exception.name === null ? "" : ` (${exception.name})`;
    return { reason: "dayOff", text: `is away${back}${why}` };
  }
  const back = until === null ? "" : ` until ${sayTime(until, at, zone)}`;
  return { reason: "outsideHours", text: `is outside working hours${back}` };
}

/** What a business's hours say at a moment, as a sentence about `who`; null while it is open. */
export function sayClosed(schedule: Schedule, who: string, at: number): string | null {
  const { open, since, until, exception } = isOpen(schedule, at);
  if (open) return null;
  const say = (time: number) => sayTime(time, at, schedule.zone);
  // A time alone is one of today.
  const opens = until === null ? null : say(until).replace(/^(?=\d\d:)/, "at ");
  if (exception?.closed) {
    return `${who} is closed today: ${exception.name ?? "a day off"}.${opens === null ? "" : ` It opens ${opens}.`}`;
  }
  const name = exception === null ? "" : ` (${exception.name})`;
  const then = opens === null ? "" : `; it opens ${opens}`;
  if (since === null) return `${who} is closed${name}${then || ": its hours are never open"}.`;
  return `${who} has been closed since ${say(since)}${name}${then}.`;
}
