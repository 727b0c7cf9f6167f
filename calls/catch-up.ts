import { type CallState, enterStep } from "./call-state.ts";
import { closeLegs } from "./change-legs.ts";
import type { CallEvent } from "./events.ts";
import type { Script } from "./script.ts";

/**
 * The URL that the carrier calls says which step it speaks of. Where our own memory is behind (the
 * steps between were written down on a node whose database was away), the carrier is right.
 */
export function catchUp(script: Script, state: CallState, event: CallEvent): CallState {
  if (state.phase === "ended") return state;
  const beyond = state.phase === "menu" ? -1 : state.step;
  if ("step" in event && event.step > beyond && event.step < script.steps.length) {
    return enterStep(
      closeLegs(state, event.at, () => "noAnswer"),
      script,
      event.step,
      event.at,
    ).state;
  }
  const aboutMessage = event.kind === "recordingEnded" || event.kind === "recordingReady";
  if (aboutMessage && (state.phase === "menu" || state.phase === "ringing" || state.phase === "screening")) {
    return { ...closeLegs(state, event.at, () => "noAnswer"), phase: "voicemail", step: script.steps.length };
  }
  return state;
}
