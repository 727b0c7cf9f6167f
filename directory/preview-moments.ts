import { findMoments } from "../hours/find-moments.ts";
import { isOpen } from "../hours/is-open.ts";
import { sayAbsence } from "../hours/say-hours.ts";
import { sayWhen } from "../hours/say-time.ts";
import { hasHours, readSchedule, type Schedule } from "../hours/schedule.ts";
import { type StaffRow, scheduleOf } from "./assemble-facts.ts";
import { accountAsRow, numberAsRow, staffAsRow } from "./settings-as-rows.ts";
import type { NumberSettings } from "./settings-schema.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** When a call is decided for comparing: whatever the hours are, or at a moment. `words` end the sentence about it. */
export type When = { kind: "open" | "closed"; words: string } | { kind: "at"; at: number; words: string };

const MOMENTS_MAX = 12;

/**
 * When calls to a number have to be compared before and after a change: while it is open; while it is closed, where it
 * can be both before and after; and at moments at which hours that are changed say something else than before.
 */
export function momentsFinder(
  before: StoredAccount,
  after: StoredAccount,
  now: number,
): (was: NumberSettings | undefined, is: NumberSettings) => When[] {
  const [old, next] = [accountAsRow(before), accountAsRow(after)];
  const people = changedPeople(before, after);
  const found = new Map<string, number[]>();
  return (was, is) => {
    const schedule = scheduleOf(next, numberAsRow(is));
    const previous = was === undefined ? schedule : scheduleOf(old, numberAsRow(was));
    const whens: When[] = [{ kind: "open", words: "" }];
    if (hasHours(schedule) && hasHours(previous)) whens.push({ kind: "closed", words: ", while closed" });
    // Most numbers have the same hours: what was found for one holds for the others.
    const key = JSON.stringify([was?.hours ?? null, is.hours]);
    const moments = found.get(key) ?? differences(previous, schedule, people, now);
    found.set(key, moments);
    const { zone } = schedule;
    for (const at of moments)
      whens.push({ kind: "at", at, words: `, for example ${sayWhen(at, now, zone)}` });
    return whens;
  };
}

function differences(was: Schedule, is: Schedule, people: readonly Changed[], now: number): number[] {
  const business =
    was === is
      ? []
      : findMoments([was, is], now).filter((at) => isOpen(was, at).open !== isOpen(is, at).open);
  const persons = people.flatMap((person) => {
    const also = [person.was.away, person.is.away].filter((end) => end !== null);
    return findMoments([person.was.schedule, person.is.schedule], now, { others: [was, is], also }).filter(
      (at) => isThere(person.was, at) !== isThere(person.is, at),
    );
  });
  return [...new Set([...business, ...persons])].sort((one, other) => one - other).slice(0, MOMENTS_MAX);
}

type Presence = { schedule: Schedule; away: number | null };
/** A staff member whose hours would be others. */
type Changed = { was: Presence; is: Presence };

function isThere({ schedule, away }: Presence, at: number): boolean {
  return sayAbsence(schedule, away, at) === null;
}

function changedPeople(before: StoredAccount, after: StoredAccount): Changed[] {
  const old = new Map(before.staff.map((person) => [person.id, staffAsRow(person)]));
  return after.staff.flatMap((person) => {
    const known = old.get(person.id) ?? { hours: null, days_off: "[]", away_until: null };
    const was = presenceOf(known, before.account.timezone);
    const is = presenceOf(staffAsRow(person), after.account.timezone);
    return was.schedule === is.schedule && was.away === is.away ? [] : [{ was, is }];
  });
}

function presenceOf(
  { hours, days_off: exceptions, away_until: away }: Pick<StaffRow, "hours" | "days_off" | "away_until">,
  zone: string,
): Presence {
  return { schedule: readSchedule({ zone, hours, exceptions }), away };
}
