import { type CallState, leadingLeg } from "./call-state.ts";
import { type Change, type EventOf, end, quietly } from "./change.ts";
import { closeLegs, legsOf } from "./change-legs.ts";
import { type Script, sentencesFor } from "./script.ts";

export function endTheMessage(_script: Script, state: CallState, event: EventOf<"recordingEnded">): Change {
  if (event.seconds === null) {
    // This carrier tells of the recording later, if there is one.
    return { state: { ...state, phase: "closing" }, instruction: { do: "hangUp" } };
  }
  if (event.seconds === 0) return end(state, "missed", event.at);
  return end({ ...state, recording: { url: event.url, seconds: event.seconds } }, "voicemail", event.at);
}

export function endAsVoicemail(_script: Script, state: CallState, event: EventOf<"recordingReady">): Change {
  if (event.seconds === 0) return quietly(end(state, "missed", event.at));
  return quietly(
    end({ ...state, recording: { url: event.url, seconds: event.seconds } }, "voicemail", event.at),
  );
}

export function endAsMissed(_script: Script, state: CallState, event: EventOf<"recordingMissing">): Change {
  return quietly(end(state, "missed", event.at));
}

export function endAsAbandoned(_script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  const outcome = event.carrierWord === "failed" ? "failed" : "abandoned";
  return quietly(
    end(
      closeLegs(state, event.at, () => "canceled"),
      outcome,
      event.at,
    ),
  );
}

export function endAsAnswered(script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  const leg = leadingLeg(legsOf(state));
  // Without screening the two are connected only when the sentence for the person rung has been said.
  const target = script.steps[state.step]?.targets[leg?.target ?? 0];
  const said = target === undefined ? "" : sentencesFor(script, target);
  const saying = leg?.acceptedAt == null ? spokenMs(said) : 0;
  if (saying > 0 && event.at <= (leg?.pickedUpAt ?? 0) + saying)
    return endAsAbandoned(script, { ...state, answeredAt: null }, event);
  const closed = closeLegs(state, event.at, (one) => (one === leg ? "connected" : "canceled"));
  return quietly(end(closed, "answered", event.at));
}

/** A carrier's voice speaks two to three words a second. Needed only where no Dial action tells more. */
function spokenMs(text: string): number {
  return text === "" ? 0 : Math.ceil(text.split(" ").length / 2.5) * 1000;
}

export function awaitTheRecording(_script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  if (event.by === "sweep") return giveUpOnTheRecording(_script, state, event);
  return { state: { ...state, phase: "closing", endedAt: event.at }, instruction: { do: "nothing" } };
}

/** The caller waited to the end and left no message that the carrier told us of. */
export function giveUpOnTheRecording(_script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  if (event.by === "callback") {
    return { state: { ...state, endedAt: event.at }, instruction: { do: "nothing" } };
  }
  return quietly(end(state, "missed", state.endedAt ?? event.at));
}

export function saveTheCaller(script: Script, state: CallState, event: EventOf<"broke">): Change {
  const saved = {
    ...closeLegs(state, event.at, () => "failed"),
    step: script.steps.length,
    answeredAt: null,
  };
  return { state: { ...saved, phase: "voicemail" }, instruction: { do: "takeMessage" }, alert: event.what };
}
