import type { Instruction } from "./instruction.ts";
import type { LegRung, Script, Target } from "./script.ts";

export const PHASES = ["menu", "ringing", "screening", "connected", "voicemail", "closing", "ended"] as const;
/**
 * Where a call is. `menu`: the caller is asked what they call for. `screening`: a phone was picked up, its owner has not
 * accepted. `closing`: the caller left during the message, and whether there is one is not known yet.
 */
export type Phase = (typeof PHASES)[number];

export const OUTCOMES = ["answered", "voicemail", "missed", "abandoned", "rejected", "failed"] as const;
/** How a call ended: exactly one of these, once. */
export type Outcome = (typeof OUTCOMES)[number];

export type LegResult =
  | "connected"
  | "noAnswer"
  | "busy"
  | "declined"
  | "notAccepted"
  | "failed"
  | "canceled";

/** One ringing of one destination. */
export type Leg = {
  step: number;
  /** Its place among the phones that the step rings. Not there in calls from before phones rang together: 0. */
  target?: number;
  /** The carrier's id of it, where it was called by itself. */
  carrierLegId?: string;
  rung: LegRung;
  destination: Target["destination"];
  who: string;
  startedAt: number;
  pickedUpAt: number | null;
  acceptedAt: number | null;
  endedAt: number | null;
  /** Null while it rings. */
  result: LegResult | null;
};

/** What is known of a call: the sum of its events. */
export type CallState = {
  phase: Phase;
  step: number;
  legs: Leg[];
  outcome: Outcome | null;
  answeredAt: number | null;
  endedAt: number | null;
  lastEventAt: number;
  /** When the menu was left, and the key by which. */
  chosen?: { at: number; key: string | null };
  recording: { url: string | null; seconds: number } | null;
  /** Of a call from here: why it could not be placed, in words, and who of the business ended it. */
  trouble?: string;
  hungUpBy?: string;
  /** The instruction given to each event, by the event's key: the same event gets the same again. */
  answers: Record<string, Instruction>;
  /** Counts the changes, so that two nodes can't both make the same one. */
  version: number;
};

/** The state of a call that has just been decided, and the first instruction. */
export function beginCall(script: Script): { state: CallState; instruction: Instruction } {
  const base: CallState = {
    phase: "ringing",
    step: 0,
    legs: [],
    outcome: null,
    answeredAt: null,
    endedAt: null,
    lastEventAt: script.startedAt,
    recording: null,
    answers: {},
    version: 1,
  };
  if (script.ending === "reject") {
    const state: CallState = { ...base, phase: "ended", outcome: "rejected", endedAt: script.startedAt };
    return { state, instruction: { do: "reject" } };
  }
  if (script.menu !== null)
    return { state: { ...base, phase: "menu" }, instruction: { do: "menu", round: 0 } };
  return enterStep(base, script, 0, script.startedAt);
}

/** Of the legs of one step the one that took the call, or comes nearest to it; null where there is none. */
export function leadingLeg(legs: readonly Leg[]): Leg | null {
  return (
    legs.find(({ result }) => result === "connected") ??
    legs.find(({ acceptedAt }) => acceptedAt !== null) ??
    legs.find(({ pickedUpAt }) => pickedUpAt !== null) ??
    legs.at(-1) ??
    null
  );
}

/** The leg on which the call was answered, or is being; null where nobody has taken it. */
export function takenLeg({ legs, answeredAt }: Pick<CallState, "legs" | "answeredAt">): Leg | null {
  const step = legs.at(-1)?.step;
  return answeredAt === null ? null : leadingLeg(legs.filter((leg) => leg.step === step));
}

/** Moves a call to a step of its plan, or to its ending when the plan has no such step. */
export function enterStep(
  state: CallState,
  script: Script,
  index: number,
  at: number,
): { state: CallState; instruction: Instruction } {
  const step = script.steps[index];
  if (step !== undefined) {
    const legs = step.targets.map(
      ({ destination, who }, target): Leg => ({
        step: index,
        ...(target === 0 ? {} : { target }),
        rung: step.rung,
        destination,
        who,
        startedAt: at,
        pickedUpAt: null,
        acceptedAt: null,
        endedAt: null,
        result: null,
      }),
    );
    return {
      state: { ...state, phase: "ringing", step: index, answeredAt: null, legs: [...state.legs, ...legs] },
      instruction: { do: "ring", step: index },
    };
  }
  const after = { ...state, step: index, answeredAt: null };
  if (script.ending === "voicemail") {
    return { state: { ...after, phase: "voicemail" }, instruction: { do: "takeMessage" } };
  }
  return {
    state: { ...after, phase: "ended", outcome: "missed", endedAt: at },
    instruction: { do: "hangUp" },
  };
}
