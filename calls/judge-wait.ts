import type { CallState } from "./call-state.ts";
import { legsOf, winnerOf } from "./change-legs.ts";
import type { Instruction } from "./instruction.ts";
import type { Script } from "./script.ts";

/** Who accepted is connected within this time; else their claim lapses, and the caller goes on. */
const CLAIM_MS = 12_000;
/** Who picked up just before the time was over may still say whether they take the call. */
const DECIDING_MS = 20_000;

/**
 * Whether a caller goes on waiting while the phones of a step are called one by one. Pure; asked again and again
 * as the caller waits. `state` null: it is not known here, and the time waited has to do.
 */
export function judgeWait(
  script: Script,
  state: CallState | null,
  waiting: { step: number; round: number; roundSeconds: number; at: number },
): Instruction {
  const { step, round, at } = waiting;
  const stay: Instruction = { do: "wait", step, round };
  const leave: Instruction = { do: "leave" };
  const planned = script.steps[step];
  if (planned === undefined) return leave;
  if (state === null || state.step < step || state.phase === "menu")
    return round * waiting.roundSeconds < planned.seconds ? stay : leave;
  if (state.step > step || (state.phase !== "ringing" && state.phase !== "connected")) return leave;
  const accepted = winnerOf(state)?.acceptedAt ?? null;
  if (accepted !== null) return at - accepted < CLAIM_MS ? stay : leave;
  const open = legsOf(state).filter(({ result }) => result === null);
  const [first] = open;
  if (first === undefined) return leave;
  if (at < first.startedAt + planned.seconds * 1000) return stay;
  const isDeciding = open.some(({ pickedUpAt }) => pickedUpAt !== null && at - pickedUpAt < DECIDING_MS);
  return isDeciding ? stay : leave;
}
