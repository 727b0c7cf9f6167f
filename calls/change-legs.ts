import type { CallState, Leg, LegResult } from "./call-state.ts";

/** The leg of the current step to the phone at this place; null where there is none. */
export function legOf(state: CallState, target: number): Leg | null {
  return state.legs.find((leg) => leg.step === state.step && (leg.target ?? 0) === target) ?? null;
}

/** The leg of the current step whose owner took the call; null while nobody has. */
export function winnerOf(state: CallState): Leg | null {
  return state.legs.find((leg) => leg.step === state.step && leg.acceptedAt !== null) ?? null;
}

/** The legs of the current step. */
export function legsOf(state: CallState): Leg[] {
  return state.legs.filter((leg) => leg.step === state.step);
}

export function changeLeg(state: CallState, target: number, change: Partial<Leg>): CallState {
  return {
    ...state,
    legs: state.legs.map((leg) =>
      leg.step === state.step && (leg.target ?? 0) === target ? { ...leg, ...change } : leg,
    ),
  };
}

/** Closes one leg, if it is still open. */
export function closeLeg(state: CallState, target: number, at: number, result: LegResult): CallState {
  return legOf(state, target)?.result === null ? changeLeg(state, target, { endedAt: at, result }) : state;
}

/** Closes every leg of the current step that is still open, each with its own result. */
export function closeLegs(state: CallState, at: number, resultOf: (leg: Leg) => LegResult): CallState {
  return {
    ...state,
    legs: state.legs.map((leg) =>
      leg.step === state.step && leg.result === null ? { ...leg, endedAt: at, result: resultOf(leg) } : leg,
    ),
  };
}
