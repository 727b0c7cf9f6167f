import type { PlanEntry, Reason, RungVerdict } from "./decision.ts";
import type { Destination, Facts, Person } from "./facts.ts";
import type { Resolved } from "./resolve-rung.ts";
import {
  type CallerIdChoice,
  DEFAULT_RING_SECONDS,
  type E164,
  MIN_RING_SECONDS,
  type Rung,
  type Seconds,
  seconds,
} from "./values.ts";

/** What is decided so far, rung by rung. */
export type Walk = {
  rungs: RungVerdict[];
  plan: PlanEntry[];
  secondsLeft: number;
  /** Phones that may not be rung again, each with the words that say why. */
  closed: Map<E164, string>;
};

/** Why a destination is not rung. */
export type Obstacle = { reason: Reason; text: string };

/** A person who is off is not rung by any other way that leads to their phone. */
export function shutDoor(resolved: Resolved & { found: false }, walk: Walk): void {
  const phone = resolved.unavailable?.phone?.phone;
  const { name, absence } = resolved.unavailable ?? {};
  if (phone !== undefined)
    walk.closed.set(phone, `${name} ${resolved.reason === "userInactive" ? "is inactive" : absence?.text}`);
}

/** Why a destination that was found is not rung all the same; null: it is. */
export function whyNotRung(resolved: Resolved & { found: true }, facts: Facts, walk: Walk): Obstacle | null {
  const { destination, person, who } = resolved;
  return (
    whyNotDialled(destination, who, facts) ??
    whyShut(destination, who, walk) ??
    (person === null ? whyOwnerIsOff(destination, who, facts) : whyBusy(person, who, facts, walk)) ??
    whyOverBudget(who, facts, walk)
  );
}

function whyNotDialled(destination: Destination, who: string, facts: Facts): Obstacle | null {
  const { phone } = destination;
  if (phone === facts.caller.phone) return { reason: "isCaller", text: `${who} is the caller's own phone.` };
  if (destination.ours || phone === facts.number.number) {
    return {
      reason: "wouldLoop",
      text: `${who} would ring ${phone}, one of your own business numbers: a loop.`,
    };
  }
  if (destination.dialing === "notDialable") {
    return {
      reason: "notDialable",
      text: `${who} has the number ${phone}, which can't or mustn't be dialled.`,
    };
  }
  if (destination.dialing === "countryNotAllowed") {
    return {
      reason: "countryNotAllowed",
      text: `${who} has the number ${phone}, in a country that is not allowed.`,
    };
  }
  return null;
}

function whyShut({ phone }: Destination, who: string, walk: Walk): Obstacle | null {
  const closed = walk.closed.get(phone);
  return closed === undefined
    ? null
    : { reason: "alreadyTried", text: `${who} would ring ${phone}, but ${closed}.` };
}

/** Who is off is not rung through a side door either, also where they stand nowhere in the ladder. */
function whyOwnerIsOff({ phone }: Destination, who: string, { absentOwners }: Facts): Obstacle | null {
  const owner = absentOwners.find((one) => one.phone === phone);
  if (owner === undefined) return null;
  const { name, absence } = owner;
  return { reason: absence.reason, text: `${who} is the phone of ${name}, who ${absence.text}.` };
}

function whyBusy(person: Person, who: string, { account }: Facts, walk: Walk): Obstacle | null {
  if (!account.skipBusy || !person.talking) return null;
  if (person.phone !== null) walk.closed.set(person.phone.phone, `${person.name} is on a call`);
  return { reason: "onACall", text: `${who} is on another call.` };
}

function whyOverBudget(who: string, { account }: Facts, walk: Walk): Obstacle | null {
  if (walk.secondsLeft >= MIN_RING_SECONDS) return null;
  return {
    reason: "overBudget",
    text: `${who} is not rung: the call's ${account.ringBudgetSeconds} s of ringing are used up.`,
  };
}

/** Takes seconds of ringing from what is left of the call's budget. `cut` says it, where they are fewer than wanted. */
export function grant(wanted: Seconds, facts: Facts, walk: Walk): { granted: Seconds; cut: string } {
  const granted = seconds(Math.min(wanted, walk.secondsLeft));
  walk.secondsLeft -= granted;
  const budget = `the call's budget of ${facts.account.ringBudgetSeconds} s`;
  return { granted, cut: granted < wanted ? `, cut from ${wanted} s by ${budget}` : "" };
}

/** How long a phone rings: the person's own seconds, else the number's, else the account's (product.md §3). */
export function ringSecondsOf(person: Person | null, facts: Facts): Seconds {
  return person?.ringSeconds ?? facts.number.ringSeconds ?? facts.account.ringSeconds ?? DEFAULT_RING_SECONDS;
}

/** Whether whoever picks up is asked for the accept key. */
export function screeningOf(rung: Rung, person: Person | null, facts: Facts): boolean {
  const { screening } = facts.account;
  // The on-call phone is a cell as forwarding numbers are, with a voicemail of its own that must not take the call.
  if (rung === "forwarding" || rung === "onCall") return screening.forwarding;
  if (rung === "company") return screening.company;
  return person?.screening ?? screening.staff;
}

/** Which number the person rung sees. */
export function callerIdOf(person: Person | null, facts: Facts): CallerIdChoice {
  // A withheld caller has nothing to show, and a carrier may be unable to (product.md §3).
  if (facts.caller.phone === null || !facts.number.canShowCaller) return "business";
  return person?.callerId ?? facts.number.callerId ?? facts.account.callerId;
}

export function skipped(rung: Rung, reason: Reason, text: string): RungVerdict {
  return { rung, verdict: "skipped", reason, text };
}
