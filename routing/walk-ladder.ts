import type { RungVerdict } from "./decision.ts";
import type { Facts } from "./facts.ts";
import { judgeGroup } from "./judge-group.ts";
import {
  callerIdOf,
  grant,
  ringSecondsOf,
  screeningOf,
  shutDoor,
  skipped,
  type Walk,
  whyNotRung,
} from "./judge-phone.ts";
import { type Resolved, resolveRung } from "./resolve-rung.ts";
import { groupIdOf, type PlainRung, type Rung } from "./values.ts";

/** Judges each rung of a ladder, in order; gives the verdicts and the plan that follows. Pure. */
export function walkLadder(ladder: readonly Rung[], facts: Facts): Walk {
  const walk: Walk = {
    rungs: [],
    plan: [],
    secondsLeft: facts.account.ringBudgetSeconds,
    closed: new Map(),
  };
  for (const rung of ladder) walk.rungs.push(judgeRung(rung, facts, walk));
  return walk;
}

function judgeRung(rung: Rung, facts: Facts, walk: Walk): RungVerdict {
  if (walk.plan.length > 0 && facts.account.ifNobodyAnswers !== "next") {
    const instead =
      facts.account.ifNobodyAnswers === "voicemail" ? "the caller goes to voicemail" : "the call is ended";
    return skipped(rung, "rungOff", `Not tried: if nobody answers the first phone, ${instead}.`);
  }
  const groupId = groupIdOf(rung);
  if (groupId !== null) return judgeGroup(rung, groupId, facts, walk);
  const resolved = resolveRung(rung as PlainRung, facts);
  if (!resolved.found) {
    shutDoor(resolved, walk);
    return skipped(rung, resolved.reason, resolved.text);
  }
  const { destination } = resolved;
  const obstacle = whyNotRung(resolved, facts, walk);
  if (obstacle !== null)
    return { ...skipped(rung, obstacle.reason, obstacle.text), destination: destination.phone };
  return ring(rung, resolved, facts, walk);
}

function ring(rung: Rung, resolved: Resolved & { found: true }, facts: Facts, walk: Walk): RungVerdict {
  const { destination, person, who } = resolved;
  const { granted, cut } = grant(ringSecondsOf(person, facts), facts, walk);
  walk.closed.set(destination.phone, "that phone was already tried");
  walk.plan.push({
    rung,
    destinations: [destination.phone],
    seconds: granted,
    screening: screeningOf(rung, person, facts),
    callerId: callerIdOf(person, facts),
  });
  return {
    rung,
    verdict: "ring",
    reason: "rings",
    destination: destination.phone,
    seconds: granted,
    text: `${who} rings for ${granted} s${cut}.`,
  };
}
