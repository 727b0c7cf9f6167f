import { composeScript } from "../calls/compose-script.ts";
import type { CallEvent } from "../calls/events.ts";
import type { Script } from "../calls/script.ts";
import { field } from "../carriers/twiml/read-form.ts";
import { decideArrival } from "./decide-arrival.ts";
import type { HookParts, Proven } from "./hook-parts.ts";
import type { Answer } from "./write-document.ts";

/** Answers what the caller did in the menu. A key that leads somewhere is decided as a call that arrives is. */
export async function answerMenu(parts: HookParts, proven: Proven, script: Script): Promise<Answer> {
  const { path, form, at } = proven;
  const key = field(form, "Digits").slice(0, 1) || null;
  const chosen =
    key !== null && script.menu?.keys.includes(key) ? await choose(parts, script, key, at) : null;
  const event: CallEvent = {
    kind: "menuKey",
    at,
    round: path.step,
    key,
    decision: chosen?.decision ?? null,
  };
  const applied = await parts.book.apply(chosen?.script ?? script, event);
  parts.together.follow(proven, applied.script, { ...applied, event });
  return { instruction: applied.instruction, script: applied.script, isNew: applied.script.menu === null };
}

async function choose(parts: HookParts, script: Script, menuKey: string, at: number) {
  const { callId, accountId, business: to, caller: from, startedAt } = script;
  const found = await parts.findFacts({ from, to, at, menuKey });
  // The number may have gone since the call came: it goes on as it was decided then.
  if (found === null || found.accountId !== accountId) return null;
  const { facts, decision } = await decideArrival(parts, found);
  return { decision, script: composeScript({ callId, accountId, at: startedAt }, facts, decision) };
}
