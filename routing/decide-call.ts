import type { Decision, Ending, PlanEntry, Reason, RungVerdict } from "./decision.ts";
import type { Destination, Facts, Person } from "./facts.ts";
import { judgeCaller } from "./judge-caller.ts";
import { type Resolved, resolveRung } from "./resolve-rung.ts";
import {
  type CallerIdChoice,
  DEFAULT_LADDER,
  DEFAULT_RING_SECONDS,
  type E164,
  MIN_RING_SECONDS,
  type Rung,
  type Seconds,
  seconds,
} from "./values.ts";

/**
 * Decides who rings for one call, in which order and how long, and says why. Pure and total: every
 * set of facts gives a decision, and every decision ends somewhere (product.md §2).
 */
export function decideCall(facts: Facts): Decision {
  const verdict = judgeCaller(facts);
  if (verdict !== null) {
    const { ending, text } = verdict;
    return { ...frame(facts), ending, endingText: text, rungs: [], plan: [] };
  }

  const ladder = ladderOf(facts);
  const walk = startWalk(facts);
  for (const rung of ladder) walk.rungs.push(judgeRung(rung, facts, walk));
  const off = `This rung is switched off for this number${facts.closed === null ? "" : " while closed"}.`;
  for (const rung of DEFAULT_LADDER) {
    if (!ladder.includes(rung)) walk.rungs.push(skipped(rung, "rungOff", off));
  }
  const { ending, endingText } = endingOf(facts, walk.plan, ladder);
  return { ...frame(facts), ending, endingText, rungs: walk.rungs, plan: walk.plan };
}

type Walk = {
  rungs: RungVerdict[];
  plan: PlanEntry[];
  secondsLeft: number;
  /** Phones that may not be rung again, each with the words that say why. */
  closed: Map<E164, string>;
};

function startWalk(facts: Facts): Walk {
  return { rungs: [], plan: [], secondsLeft: facts.account.ringBudgetSeconds, closed: new Map() };
}

function judgeRung(rung: Rung, facts: Facts, walk: Walk): RungVerdict {
  if (walk.plan.length > 0 && facts.account.ifNobodyAnswers !== "next") {
    const instead =
      facts.account.ifNobodyAnswers === "voicemail" ? "the caller goes to voicemail" : "the call is ended";
    return skipped(rung, "rungOff", `Not tried: if nobody answers the first phone, ${instead}.`);
  }
  const resolved = resolveRung(rung, facts);
  if (!resolved.found) {
    const phone = resolved.unavailable?.phone?.phone;
    const { name, absence } = resolved.unavailable ?? {};
    if (phone !== undefined)
      walk.closed.set(phone, `${name} ${resolved.reason === "userInactive" ? "is inactive" : absence?.text}`);
    return skipped(rung, resolved.reason, resolved.text);
  }
  const { destination, who } = resolved;
  const obstacle =
    whyNotRung(destination, who, facts, walk) ??
    (resolved.person === null ? whyOwnerIsOff(destination, who, facts) : null);
  if (obstacle !== null)
    return { ...skipped(rung, obstacle.reason, obstacle.text), destination: destination.phone };
  return ring(rung, resolved, facts, walk);
}

function whyNotRung(
  destination: Destination,
  who: string,
  facts: Facts,
  walk: Walk,
): { reason: Reason; text: string } | null {
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
  const closed = walk.closed.get(phone);
  if (closed !== undefined)
    return { reason: "alreadyTried", text: `${who} would ring ${phone}, but ${closed}.` };
  if (walk.secondsLeft < MIN_RING_SECONDS) {
    return {
      reason: "overBudget",
      text: `${who} is not rung: the call's ${facts.account.ringBudgetSeconds} s of ringing are used up.`,
    };
  }
  return null;
}

/** Who is off is not rung through a side door either, also where they stand nowhere in the ladder. */
function whyOwnerIsOff(
  { phone }: Destination,
  who: string,
  { absentOwners }: Facts,
): { reason: Reason; text: string } | null {
  const owner = absentOwners.find((one) => one.phone === phone);
  if (owner === undefined) return null;
  const { name, absence } = owner;
  return { reason: absence.reason, text: `${who} is the phone of ${name}, who ${absence.text}.` };
}

function ring(rung: Rung, resolved: Resolved & { found: true }, facts: Facts, walk: Walk): RungVerdict {
  const { destination, person, who } = resolved;
  const wanted = ringSecondsOf(person, facts);
  const granted = seconds(Math.min(wanted, walk.secondsLeft));
  walk.secondsLeft -= granted;
  walk.closed.set(destination.phone, "that phone was already tried");
  walk.plan.push({
    rung,
    destinations: [destination.phone],
    seconds: granted,
    screening: screeningOf(rung, person, facts),
    callerId: callerIdOf(person, facts),
  });
  const cut =
    granted < wanted
      ? `, cut from ${wanted} s by the call's budget of ${facts.account.ringBudgetSeconds} s`
      : "";
  return {
    rung,
    verdict: "ring",
    reason: "rings",
    destination: destination.phone,
    seconds: granted,
    text: `${who} rings for ${granted} s${cut}.`,
  };
}

function ringSecondsOf(person: Person | null, facts: Facts): Seconds {
  return person?.ringSeconds ?? facts.number.ringSeconds ?? facts.account.ringSeconds ?? DEFAULT_RING_SECONDS;
}

function screeningOf(rung: Rung, person: Person | null, facts: Facts): boolean {
  const { screening } = facts.account;
  // The on-call phone is a cell as forwarding numbers are, with a voicemail of its own that must not take the call.
  if (rung === "forwarding" || rung === "onCall") return screening.forwarding;
  if (rung === "company") return screening.company;
  return person?.screening ?? screening.staff;
}

function callerIdOf(person: Person | null, facts: Facts): CallerIdChoice {
  // A withheld caller has nothing to show, and a carrier may be unable to (product.md §3).
  if (facts.caller.phone === null || !facts.number.canShowCaller) return "business";
  return person?.callerId ?? facts.number.callerId ?? facts.account.callerId;
}

function endingOf(
  facts: Facts,
  plan: PlanEntry[],
  ladder: readonly Rung[],
): { ending: Ending; endingText: string } {
  if (ladder.length === 0 && facts.closed !== null)
    return { ending: "voicemail", endingText: "While closed, the caller is asked for a message at once." };
  if (plan.length === 0) {
    return {
      ending: "voicemail",
      endingText: "Nobody can be rung: the caller is asked for a message, and you are alerted.",
    };
  }
  if (facts.account.ifNobodyAnswers === "hangup") {
    return { ending: "hangup", endingText: "If nobody answers, the call is ended." };
  }
  return { ending: "voicemail", endingText: "If nobody answers, the caller is asked for a message." };
}

function frame(
  facts: Facts,
): Pick<Decision, "lead" | "degraded" | "settingsVersion" | "closedText" | "leadText"> {
  const { lead } = facts;
  const leadText =
    lead !== null && lead.otherMatches > 0
      ? `${lead.otherMatches + 1} leads have this phone: ${lead.name} is taken, the one you contacted last, or else changed last.`
      : "";
  return {
    lead: lead === null ? null : { id: lead.id, name: lead.name },
    degraded: facts.degraded,
    settingsVersion: facts.settingsVersion,
    closedText: facts.closed ?? "",
    leadText,
  };
}

function skipped(rung: Rung, reason: Reason, text: string): RungVerdict {
  return { rung, verdict: "skipped", reason, text };
}

function ladderOf({ account, number, closed }: Facts): Rung[] {
  const ladder =
    closed === null ? (number.ladder ?? account.ladder) : (number.closedLadder ?? account.closedLadder);
  return [...new Set(ladder)];
}

/** Whether a decision sends callers to voicemail because closed hours say so or who calls, not for want of a phone. */
export function isMeantForVoicemail({ closedText, rungs }: Decision): boolean {
  return rungs.length === 0 || (closedText !== "" && rungs.every(({ reason }) => reason === "rungOff"));
}
