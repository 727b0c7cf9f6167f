import type { Decision, PlanEntry } from "../routing/decision.ts";
import type { Facts } from "../routing/facts.ts";
import { nameRung } from "../routing/name-rung.ts";
import { personOf } from "../routing/person-of.ts";
import { groupIdOf } from "../routing/values.ts";

/** One phone of a plan, with the words for whose it is. */
export type PlannedStep = Pick<PlanEntry, "seconds" | "screening" | "callerId"> & {
  who: string;
  destination: string;
};

/** What becomes of a call, in a form that two decisions can be compared by. */
export type Course = { steps: PlannedStep[]; ending: Decision["ending"] };

/** A decision's course, with people by their names. */
export function courseOf(decision: Decision, facts: Facts): Course {
  const steps = decision.plan.map((entry) => ({
    who: whoIs(entry, facts),
    destination: entry.destinations.join(", "),
    seconds: entry.seconds,
    screening: entry.screening,
    callerId: entry.callerId,
  }));
  return { steps, ending: decision.ending };
}

function whoIs({ rung, destinations }: PlanEntry, facts: Facts): string {
  if (groupIdOf(rung) !== null && destinations.length > 1) return nameRung(rung, facts.groups);
  return personOf(rung, destinations[0], facts)?.name ?? nameRung(rung, facts.groups);
}

/** Whether two calls would go the very same way. */
export function isSameCourse(one: Course, other: Course): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * What would be different, as the end of a sentence that begins with whose calls they are:
 * "would ring Dana instead of the company phone". For the first thing in which two courses differ.
 */
export function sayDifference(before: Course, after: Course): string {
  const [was] = before.steps;
  const [is] = after.steps;
  if (before.ending === "reject" || after.ending === "reject" || was === undefined || is === undefined)
    return `would ${happening(after)} instead of ${happeningAs(before)}`;
  if (was.who !== is.who) return `would ring ${is.who} instead of ${was.who}`;
  if (was.destination !== is.destination)
    return `would ring ${is.who} at ${is.destination} instead of ${was.destination}`;
  const chain = (course: Course) => course.steps.map(({ who }) => who).join(", then ");
  if (chain(before) !== chain(after)) return sayNext(before, after);
  for (const [index, step] of after.steps.entries()) {
    const old = before.steps[index];
    if (old !== undefined && JSON.stringify(old) !== JSON.stringify(step)) return sayStep(old, step);
  }
  return `would, if nobody answers, ${endingWords(after)} instead of ${endingAs(before)}`;
}

/** What would become of calls that were not possible before. */
export function sayCourse(course: Course): string {
  return `would ${happening(course)}`;
}

/** The first phone is the same: what comes after it is not. */
function sayNext(before: Course, after: Course): string {
  const index = after.steps.findIndex(({ who }, place) => before.steps[place]?.who !== who);
  const place = index < 0 ? after.steps.length : index;
  const next = (course: Course) => course.steps[place]?.who;
  const to = next(after);
  const from = next(before);
  const first = after.steps[place - 1]?.who ?? "";
  if (to === undefined) return `would, after ${first}, ${endingWords(after)} instead of ringing ${from}`;
  return `would, after ${first}, ring ${to} instead of ${from ?? endingAs(before)}`;
}

function sayStep(old: PlannedStep, step: PlannedStep): string {
  if (old.destination !== step.destination)
    return `would ring ${step.who} at ${step.destination} instead of ${old.destination}`;
  if (old.seconds !== step.seconds)
    return `would ring ${step.who} for ${step.seconds} s instead of ${old.seconds} s`;
  if (old.screening !== step.screening)
    return step.screening
      ? `would ask ${step.who} to press 1 first`
      : `would connect ${step.who} without pressing 1`;
  const shown = ({ callerId }: PlannedStep) =>
    callerId === "caller" ? "the caller's" : "the business number";
  return `would show ${step.who} ${shown(step)} instead of ${shown(old)}`;
}

function happening({ steps, ending }: Course): string {
  if (ending === "reject") return "be rejected as busy";
  const [first] = steps;
  return first === undefined ? "reach nobody and go to voicemail" : `ring ${first.who}`;
}

function happeningAs({ steps, ending }: Course): string {
  if (ending === "reject") return "being rejected as busy";
  const [first] = steps;
  return first === undefined ? "reaching nobody" : `ringing ${first.who}`;
}

function endingWords({ ending }: Course): string {
  return ending === "hangup" ? "be ended" : "go to voicemail";
}

function endingAs({ ending }: Course): string {
  return ending === "hangup" ? "being ended" : "going to voicemail";
}
