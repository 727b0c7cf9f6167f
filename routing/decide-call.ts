import type { Decision, Ending, PlanEntry } from "./decision.ts";
import type { Facts, Menu } from "./facts.ts";
import { judgeCaller } from "./judge-caller.ts";
import { skipped } from "./judge-phone.ts";
import { DEFAULT_LADDER, type Rung } from "./values.ts";
import { walkLadder } from "./walk-ladder.ts";

type Choice = Menu["choices"][number];

/**
 * Decides who rings for one call, in which order and how long, and says why. Pure and total: every
 * set of facts gives a decision, and every decision ends somewhere (product.md §2).
 */
export function decideCall(facts: Facts): Decision {
  const verdict = judgeCaller(facts);
  if (verdict !== null) {
    const { ending, text } = verdict;
    return { ...frame(facts), menuText: "", ending, endingText: text, rungs: [], plan: [] };
  }
  const chosen = chosenOf(facts);
  const ladder = ladderOf(facts, chosen);
  const walk = walkLadder(ladder, facts);
  const when = chosen === null ? (facts.closed === null ? "" : " while closed") : ` on key ${chosen.key}`;
  const off = `This rung is switched off for this number${when}.`;
  for (const rung of DEFAULT_LADDER) {
    if (!ladder.includes(rung)) walk.rungs.push(skipped(rung, "rungOff", off));
  }
  const { ending, endingText } = endingOf(facts, walk.plan, ladder, chosen);
  return { ...frame(facts), ending, endingText, rungs: walk.rungs, plan: walk.plan };
}

function endingOf(
  facts: Facts,
  plan: PlanEntry[],
  ladder: readonly Rung[],
  chosen: Choice | null,
): { ending: Ending; endingText: string } {
  if (ladder.length === 0 && chosen !== null)
    return {
      ending: "voicemail",
      endingText: `With key ${chosen.key} the caller is asked for a message at once.`,
    };
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

function frame(facts: Facts): Omit<Decision, "ending" | "endingText" | "rungs" | "plan"> {
  const { lead, outreach, outreachText } = facts;
  const leadText =
    lead !== null && lead.otherMatches > 0
      ? `${lead.otherMatches + 1} leads have this phone: ${lead.name} is taken, the one you contacted last, or else changed last.`
      : "";
  return {
    lead: lead === null ? null : { id: lead.id, name: lead.name },
    degraded: facts.degraded,
    settingsVersion: facts.settingsVersion,
    closedText: facts.closed ?? "",
    menuText: sayMenu(facts),
    leadText,
    outreachText,
    campaign: outreach?.campaign ?? null,
  };
}

/** What the caller chose in the number's menu; null: nothing, or nothing that stands in it any more. */
function chosenOf({ number, closed, menuKey }: Facts): Choice | null {
  if (closed !== null || menuKey === null) return null;
  return number.menu?.choices.find(({ key }) => key === menuKey) ?? null;
}

/** A menu is for the time while open: while closed the ladder for that time holds. */
function sayMenu(facts: Facts): string {
  const { menu } = facts.number;
  if (menu === null || facts.closed !== null) return "";
  const chosen = chosenOf(facts);
  if (chosen !== null) return `The caller pressed ${chosen.key} in the menu, for ${chosen.label}.`;
  const keys = menu.choices.map(({ key, label }) => `${key} for ${label}`).join(", ");
  return `The caller first hears a menu: ${keys}. Without a key, the call goes on as here.`;
}

function ladderOf({ account, number, closed }: Facts, chosen: Choice | null): Rung[] {
  if (chosen !== null) return [...new Set(chosen.ladder)];
  const ladder =
    closed === null ? (number.ladder ?? account.ladder) : (number.closedLadder ?? account.closedLadder);
  return [...new Set(ladder)];
}

/** Whether a decision sends callers to voicemail because of hours, their own choice or who they are, not for want of a phone. */
export function isMeantForVoicemail({ closedText, menuText = "", rungs }: Decision): boolean {
  if (rungs.length === 0) return true;
  return (closedText !== "" || menuText !== "") && rungs.every(({ reason }) => reason === "rungOff");
}
