import type { CallState } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import type { Script } from "./script.ts";

/** Nobody says what they want in less. */
const WORDLESS_MS = 3_000;

/**
 * Whether a call that has just ended by this event was one without a word: the caller was gone within three seconds of
 * arriving, or of being connected, or left a message shorter than that, or stayed on the line after the tone and said
 * nothing. Who lets it ring, or hangs up at the greeting, is a person who thought better of it: never silent. Pure.
 */
export function isSilentCall(script: Script, state: CallState, event: CallEvent): boolean {
  const { outcome, startedAt, endedAt } = { ...state, startedAt: script.startedAt };
  if (script.caller === null || outcome === null || endedAt === null) return false;
  switch (outcome) {
    case "abandoned":
      return endedAt - startedAt < WORDLESS_MS;
    case "answered":
      return leftByCaller(event) && endedAt - (state.answeredAt ?? startedAt) < WORDLESS_MS;
    case "voicemail":
      return (state.recording?.seconds ?? 0) * 1000 < WORDLESS_MS;
    case "missed":
      return stayedSilent(event) || (leftByCaller(event) && endedAt - startedAt < WORDLESS_MS);
    case "rejected":
    case "failed":
      return false;
  }
}

/**
 * Of a connected call the carrier first asks what comes next where the person rung has hung up; where it says at once
 * that the call is over, it was the caller. What the sweep finds out says nothing of who it was.
 */
function leftByCaller(event: CallEvent): boolean {
  if (event.kind === "callEnded") return event.by === "callback";
  return "callerGone" in event && event.callerGone;
}

function stayedSilent(event: CallEvent): boolean {
  return event.kind === "recordingEnded" && event.seconds === 0 && !event.callerGone;
}
