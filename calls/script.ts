import type { Ending } from "../routing/decision.ts";
import type { AccountId, CallerIdChoice, CallId, E164, Rung, Seconds } from "../routing/values.ts";

/** In place of a phone: the browser of whoever makes a call from here. It is not rung, it comes to the carrier by itself. */
export const BROWSER = "browser";

/** One phone to ring, with all that is needed to ring it, whatever node or database is there. */
export type Target = {
  destination: E164 | typeof BROWSER;
  screening: boolean;
  callerId: CallerIdChoice;
  /** Who is rung, in words: a name, or the rung's. */
  who: string;
  /** The sentence that the person rung hears; empty: none. */
  whisper: string;
  /** The staff member's key; null: the phone is a place's, not a person's. */
  staffId: string | null;
};

/** A leg's place: a rung of the ladder; of a call from here the staff member who makes it, or whom they call. */
export type LegRung = Rung | "staff" | "lead";

/** One ringing of the plan: of one phone, or of several at once. */
export type ScriptStep = { rung: LegRung; seconds: Seconds; targets: readonly Target[] };

/** What the caller hears first, and the keys that lead somewhere. */
export type ScriptMenu = { greeting: string; keys: string };

/**
 * What one call needs to be carried through to its end. It is made once, on arrival, and travels
 * with the call inside the URLs that the carrier is given (architecture.md §2). A menu's key makes another.
 */
export type Script = {
  callId: CallId;
  accountId: AccountId;
  /** The business number that was called. */
  business: E164;
  /** Null for a withheld caller. */
  caller: E164 | null;
  startedAt: number;
  /** What is asked before the first step; null: nothing, or it was asked. */
  menu: ScriptMenu | null;
  steps: ScriptStep[];
  ending: Ending;
  /** What the caller hears before leaving a message. */
  greeting: string;
  /** What caller and person rung are told before they talk, where the talk is recorded; null: it is not. */
  recordingNotice: string | null;
  /** Only of a call that somebody of the business makes: its steps are their own phone, and then whom they call. */
  outbound?: OutboundScript;
};

/** Who makes a call, and how long they may talk. */
export type OutboundScript = {
  staffId: string;
  maxSeconds: number;
  campaignId: string | null;
  /** Their side of it; left out: their own phone, which is rung and asks for the key. */
  via?: typeof BROWSER;
};

/** Everything that a person rung is told before the key, or before they are connected. */
export function sentencesFor({ recordingNotice }: Script, { whisper }: Target): string {
  return [whisper, recordingNotice ?? ""].join(" ").trim();
}

/**
 * Whether the caller waits in a queue while each of a step's phones is called by itself. One Dial of several phones
 * would connect whatever goes off-hook first, and drop the others: a machine's pick-up would cut them off
 * (carriers.md §4). Where nobody is asked for the key that is just what is wanted.
 */
export function isGathered({ targets }: ScriptStep): boolean {
  return targets.length > 1 && targets.some(({ screening }) => screening);
}
