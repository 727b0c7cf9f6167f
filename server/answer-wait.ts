import { judgeWait } from "../calls/judge-wait.ts";
import { StoreUnavailable } from "../calls/ports.ts";
import type { Script } from "../calls/script.ts";
import { ringbackSeconds } from "../carriers/ringback.ts";
import type { HookParts, Proven } from "./hook-parts.ts";
import type { Answer } from "./write-document.ts";

/** Answers a caller who waits while phones are called one by one: once more the sound of ringing, or what comes next. */
export async function answerWait(parts: HookParts, proven: Proven, script: Script): Promise<Answer> {
  const { path, at } = proven;
  const state = await findState(parts, script);
  const waiting = { step: path.step, round: path.part, roundSeconds: ringbackSeconds(script.business), at };
  const instruction = judgeWait(script, state, waiting);
  if (instruction.do === "wait") parts.together.rescue(proven, script, state, waiting);
  return { instruction, script };
}

/** The call as it stands; null where that can't be known now. */
async function findState(parts: HookParts, { accountId, callId }: Script) {
  try {
    return (await parts.book.find(accountId, callId))?.state ?? null;
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
}
