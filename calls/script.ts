import type { Ending } from "../routing/decision.ts";
import type { AccountId, CallerIdChoice, CallId, E164, Rung, Seconds } from "../routing/values.ts";

/** One leg of the plan with all that is needed to ring it, whatever node or database is there. */
export type ScriptStep = {
  rung: Rung;
  destination: E164;
  seconds: Seconds;
  screening: boolean;
  callerId: CallerIdChoice;
  /** Who is rung, in words: a name, or the rung's. */
  who: string;
  /** The sentence that the person rung hears; empty: none. */
  whisper: string;
};

/**
 * What one call needs to be carried through to its end. It is made once, on arrival, and travels
 * with the call inside the URLs that the carrier is given (architecture.md §2).
 */
export type Script = {
  callId: CallId;
  accountId: AccountId;
  /** The business number that was called. */
  business: E164;
  /** Null for a withheld caller. */
  caller: E164 | null;
  startedAt: number;
  steps: ScriptStep[];
  ending: Ending;
  /** What the caller hears before leaving a message. */
  greeting: string;
  /** What caller and person rung are told before they talk, where the talk is recorded; null: it is not. */
  recordingNotice: string | null;
};

/** Everything that the person rung is told before the key, or before they are connected. */
export function sentencesFor({ recordingNotice }: Script, { whisper }: ScriptStep): string {
  return [whisper, recordingNotice ?? ""].join(" ").trim();
}
