import type { CallState, Outcome } from "./call-state.ts";
import type { CallEvent, EventKind } from "./events.ts";
import type { Instruction } from "./instruction.ts";
import type { Script } from "./script.ts";

/** A new state with the instruction for the carrier, or no new state: the event came too late. */
export type Change = { state: CallState | null; instruction: Instruction; alert?: string };

export type EventOf<K extends EventKind> = Extract<CallEvent, { kind: K }>;
/** What an event of a kind does in a phase. */
export type Rule<K extends EventKind> = (script: Script, state: CallState, event: EventOf<K>) => Change;

/** To the leg of a person rung: somebody else has the call, or it is over. */
export function lateForTheLeg(): Change {
  return { state: null, instruction: { do: "tellTaken" } };
}

/** To the caller's side of a call that has gone on or ended: never ring again. */
export function lateForTheCaller(): Change {
  return { state: null, instruction: { do: "hangUp" } };
}

export function lateNews(): Change {
  return { state: null, instruction: { do: "nothing" } };
}

/** Ends a call: once, since a call that has ended is changed by nothing. */
export function end(state: CallState, outcome: Outcome, at: number): Change {
  return {
    state: { ...state, phase: "ended", outcome, endedAt: state.endedAt ?? at },
    instruction: { do: "hangUp" },
  };
}

/** For events that are told to us and ask for nothing. */
export function quietly(change: Change): Change {
  return { ...change, instruction: { do: "nothing" } };
}
