import { findMoments } from "../hours/find-moments.ts";
import { isOpen } from "../hours/is-open.ts";
import { sayAbsence } from "../hours/say-hours.ts";
import { sayWhen } from "../hours/say-time.ts";
import { dayOf, hasHours, isNeverOpen, readSchedule } from "../hours/schedule.ts";
import { decideCall } from "../routing/decide-call.ts";
import { assembleFacts, type Known, scheduleOf } from "./assemble-facts.ts";
import { assembleWithoutHours } from "./assemble-without-hours.ts";
import { type CheckSnapshot, nameNumber, type Report } from "./finding.ts";
import type { KnowNumber } from "./know-numbers.ts";
import { staffAsRow } from "./settings-as-rows.ts";
import type { NumberSettings } from "./settings-schema.ts";
import type { Stored } from "./stored-settings.ts";

/** Looks for hours that are never open, holidays that are over, and callers who reach nobody while closed. Pure. */
export function checkHours(snapshot: CheckSnapshot, know: KnowNumber, report: Report): void {
  const { stored } = snapshot;
  const { account } = stored;
  const inAccount = (field: string) => ({ section: "account" as const, id: stored.id, field });
  if (isNeverOpen(account.hours))
    report("neverOpen", "business hours", "The business hours are never open.", inAccount("hours"));
  for (const { id, settings } of stored.staff) {
    if (!settings.active || !isNeverOpen(settings.hours)) continue;
    const text = `The working hours of ${settings.name} are never open: ${settings.name} is never rung.`;
    report("neverOpen", settings.email, text, { section: "staff", id, field: "hours" });
  }
  checkHolidays(snapshot, (text) => report("holidayOver", "holidays", text, inAccount("holidays")));
  for (const number of stored.numbers) {
    if (isNeverOpen(number.settings.hours)) {
      const name = nameNumber(number.settings);
      const link = { section: "numbers" as const, id: number.id, field: "hours" };
      report("neverOpen", name, `The hours of ${name} are never open.`, link);
    }
    const known = know(number.settings, null);
    checkClosed(snapshot, number, known, report);
    checkPresence(snapshot, number, known, report);
  }
}

/** What recurs under the same name was thought of; what does not was forgotten. */
function checkHolidays({ stored, now }: CheckSnapshot, report: (text: string) => void): void {
  // The date of yesterday in UTC is over in every zone but one hour of the easternmost.
  const yesterday = Math.floor(now / 86_400_000) - 1;
  const coming = new Set(
    stored.account.holidays.filter(({ date }) => dayOf(date) >= yesterday).map(({ name }) => name),
  );
  const over = stored.account.holidays.filter(({ name }) => !coming.has(name));
  const names = over.map(({ name, date }) => `${name} (${date})`).join(", ");
  if (over.length > 0)
    report(
      `${names} ${over.length === 1 ? "is" : "are"} over, and no next date is set: calls ring as on any day.`,
    );
}

/** Callers who would reach somebody, if only those people were there while the business is open. */
function checkPresence(
  { now }: CheckSnapshot,
  { id, settings }: Stored<NumberSettings>,
  known: Known,
  report: Report,
): void {
  const { timezone: zone } = known.account;
  const open = scheduleOf(known.account, known.number);
  const ladder = known.number.ladder ?? known.account.ladder;
  const members = known.groups.flatMap(({ id, members }) => (ladder.includes(`group:${id}`) ? members : []));
  const people = [...known.owners, ...(known.numberUser === null ? [] : [known.numberUser]), ...members]
    .map(({ hours, days_off: exceptions }) => readSchedule({ zone, hours, exceptions }))
    .filter(hasHours);
  const [first] = people;
  if (first === undefined || decideCall(assembleWithoutHours(known, null, "open")).plan.length === 0) return;
  const alone = findMoments([open, first], now, { others: people.slice(1) }).find((at) => {
    const decision = decideCall(assembleFacts(known, { caller: null, at }, true));
    return decision.closedText === "" && decision.ending !== "reject" && decision.plan.length === 0;
  });
  if (alone === undefined) return;
  const name = nameNumber(settings);
  const text = `Callers of ${name} reach nobody at times while it is open, for example ${sayWhen(alone, now, zone)}: they can only leave a message.`;
  report("nobodyThere", name, text, { section: "numbers", id, field: "forwardingNumber" });
}

function checkClosed(
  { stored, now }: CheckSnapshot,
  { id, settings }: Stored<NumberSettings>,
  known: Known,
  report: Report,
): void {
  const schedule = scheduleOf(known.account, known.number);
  const ladder = known.number.closed_ladder ?? known.account.closed_ladder;
  const usesOnCall =
    ladder.includes("onCall") || (known.number.ladder ?? known.account.ladder).includes("onCall");
  const name = nameNumber(settings);
  if (usesOnCall && known.account.on_call_phone === null) {
    const link = { section: "account" as const, id: stored.id, field: "onCallPhone" };
    report(
      "onCallNotSet",
      "on-call phone",
      "A ladder has the on-call phone as a rung, but none is set.",
      link,
    );
  }
  if (!hasHours(schedule) || ladder.length === 0) return;
  const decision = decideCall(assembleWithoutHours(known, null, "closed"));
  const own = settings.closedLadder !== null;
  const link = {
    section: own ? "numbers" : "account",
    id: own ? id : stored.id,
    field: "closedLadder",
  } as const;
  if (decision.plan.length === 0 && decision.ending !== "reject") {
    const text = `While closed, callers of ${name} reach nobody: they can only leave a message.`;
    report("closedReachesNobody", name, text, link);
  }
  if (ladder.includes("onCall")) checkOnCall({ stored, now }, known, report);
}

/** The on-call phone may be somebody's own, who does not work just when the business is closed. */
function checkOnCall(
  { stored, now }: Pick<CheckSnapshot, "stored" | "now">,
  known: Known,
  report: Report,
): void {
  const schedule = scheduleOf(known.account, known.number);
  const state = isOpen(schedule, now);
  const at = state.open ? state.until : now;
  const owner = stored.staff.find(
    ({ settings }) =>
      settings.active && settings.phone !== null && settings.phone === known.account.on_call_phone,
  );
  if (at === null || owner === undefined) return;
  const { hours, days_off: exceptions } = staffAsRow(owner);
  const { zone } = schedule;
  const absence = sayAbsence(readSchedule({ zone, hours, exceptions }), null, at);
  if (absence === null) return;
  const { name, email } = owner.settings;
  const text = `The on-call phone is the phone of ${name}, who would not be rung while closed, for example ${sayWhen(at, now, zone)}: ${name} ${absence.text}.`;
  report("onCallIsOff", email, text, { section: "staff", id: owner.id, field: "hours" });
}
