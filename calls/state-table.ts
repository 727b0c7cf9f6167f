import {
  type CallState,
  enterStep,
  type Leg,
  type LegResult,
  type Outcome,
  type Phase,
} from "./call-state.ts";
import type { CallEvent, EventKind } from "./events.ts";
import type { Instruction } from "./instruction.ts";
import { type Script, sentencesFor } from "./script.ts";

/** A new state with the instruction for the carrier, or no new state: the event came too late. */
export type Change = { state: CallState | null; instruction: Instruction; alert?: string };

type EventOf<K extends EventKind> = Extract<CallEvent, { kind: K }>;
type Rule<K extends EventKind> = (script: Script, state: CallState, event: EventOf<K>) => Change;
type Row = { [K in EventKind]: Rule<K> };

/**
 * The life of a call: what each event does in each phase. The names of the rules say it; `late…`
 * rules absorb what no longer matters. `ended` absorbs everything: terminal is final.
 */
export const STATE_TABLE: Record<Phase, Row> = {
  ringing: {
    pickedUp: answerThePickUp,
    keyPressed: judgeTheKey,
    ringEnded: moveOn,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAbandoned,
    broke: saveTheCaller,
  },
  screening: {
    pickedUp: lateForTheLeg,
    keyPressed: judgeTheKey,
    ringEnded: moveOn,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAbandoned,
    broke: saveTheCaller,
  },
  connected: {
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    ringEnded: moveOn,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAnswered,
    broke: saveTheCaller,
  },
  voicemail: {
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    ringEnded: lateForTheCaller,
    recordingEnded: endTheMessage,
    recordingReady: endAsVoicemail,
    recordingMissing: endAsMissed,
    callEnded: awaitTheRecording,
    broke: saveTheCaller,
  },
  closing: {
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    ringEnded: lateForTheCaller,
    recordingEnded: endTheMessage,
    recordingReady: endAsVoicemail,
    recordingMissing: endAsMissed,
    callEnded: giveUpOnTheRecording,
    broke: lateForTheCaller,
  },
  ended: {
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    ringEnded: lateForTheCaller,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: lateNews,
    broke: lateForTheCaller,
  },
};

/**
 * The URL that the carrier calls says which step it speaks of. Where our own memory is behind (the
 * steps between were written down on a node whose database was away), the carrier is right.
 */
export function catchUp(script: Script, state: CallState, event: CallEvent): CallState {
  if (state.phase === "ended") return state;
  if ("step" in event && event.step > state.step && event.step < script.steps.length) {
    return enterStep(closeLeg(state, event.at, "noAnswer"), script, event.step, event.at).state;
  }
  const aboutMessage = event.kind === "recordingEnded" || event.kind === "recordingReady";
  if (aboutMessage && (state.phase === "ringing" || state.phase === "screening")) {
    return { ...closeLeg(state, event.at, "noAnswer"), phase: "voicemail", step: script.steps.length };
  }
  return state;
}

function answerThePickUp(script: Script, state: CallState, event: EventOf<"pickedUp">): Change {
  const step = script.steps[event.step];
  if (event.step !== state.step || step === undefined) return lateForTheLeg();
  const picked = changeLeg(state, { pickedUpAt: event.at });
  if (step.screening) {
    return { state: { ...picked, phase: "screening" }, instruction: { do: "screen", step: event.step } };
  }
  // Without screening whoever picks up is connected, be it a person or a machine.
  return {
    state: { ...picked, phase: "connected", answeredAt: event.at },
    instruction: { do: "whisper", step: event.step },
  };
}

/** A carrier's voice speaks two to three words a second. Needed only where no Dial action tells more. */
function spokenMs(text: string): number {
  return text === "" ? 0 : Math.ceil(text.split(" ").length / 2.5) * 1000;
}

function toldBefore(script: Script, index: number): string {
  const step = script.steps[index];
  return step === undefined ? "" : sentencesFor(script, step);
}

/** Only the accept key connects (product.md §3). */
export const ACCEPT_KEY = "1";

function judgeTheKey(script: Script, state: CallState, event: EventOf<"keyPressed">): Change {
  if (event.step !== state.step || script.steps[event.step] === undefined) return lateForTheLeg();
  if (event.key !== ACCEPT_KEY) return { state, instruction: { do: "dropLeg" } };
  const leg = currentLeg(state);
  const accepted = changeLeg(state, { acceptedAt: event.at, pickedUpAt: leg?.pickedUpAt ?? event.at });
  return { state: { ...accepted, phase: "connected", answeredAt: event.at }, instruction: { do: "connect" } };
}

function moveOn(script: Script, state: CallState, event: EventOf<"ringEnded">): Change {
  if (event.step !== state.step) return lateForTheCaller();
  const screening = script.steps[event.step]?.screening ?? true;
  const leg = currentLeg(state);
  // The carrier's "completed" never proves a person; our own record of the key press does, and the
  // carrier's word on bridging is a second witness. Where they differ: not answered (carriers.md §4).
  // Where we have not even seen the pick-up, our record has a hole (written down on a node whose database
  // was away): then a carrier that speaks of a connection is believed, or the next phone would ring after it.
  const believed = leg?.pickedUpAt == null && event.bridgedByCarrier === true;
  const accepted = screening ? leg?.acceptedAt != null || believed : event.result === "pickedUp";
  const bridged = accepted && (event.bridgedByCarrier ?? event.result === "pickedUp");
  const doubt =
    screening && event.bridgedByCarrier !== null && event.bridgedByCarrier !== accepted
      ? `The carrier and our record differ on whether ${leg?.who ?? "the person rung"} was connected; taken as not answered.`
      : null;
  const closed = closeLeg(state, event.at, bridged ? "connected" : resultOf(event, leg, accepted));
  const warn = doubt === null ? {} : { alert: doubt };
  if (bridged) {
    const answeredAt = state.answeredAt ?? leg?.pickedUpAt ?? event.at;
    return { ...end({ ...closed, answeredAt }, "answered", event.at), ...warn };
  }
  if (event.callerGone) return { ...end({ ...closed, answeredAt: null }, "abandoned", event.at), ...warn };
  return { ...enterStep(closed, script, event.step + 1, event.at), ...warn };
}

function resultOf(event: EventOf<"ringEnded">, leg: Leg | null, accepted: boolean): LegResult {
  if (accepted) return "failed";
  if (event.result === "pickedUp") return "notAccepted";
  if (leg?.pickedUpAt != null && event.result !== "failed") return "notAccepted";
  if (event.callerGone) return "canceled";
  return event.result;
}

function endTheMessage(_script: Script, state: CallState, event: EventOf<"recordingEnded">): Change {
  if (event.seconds === null) {
    // This carrier tells of the recording later, if there is one.
    return { state: { ...state, phase: "closing" }, instruction: { do: "hangUp" } };
  }
  if (event.seconds === 0) return end(state, "missed", event.at);
  return end({ ...state, recording: { url: event.url, seconds: event.seconds } }, "voicemail", event.at);
}

function endAsVoicemail(_script: Script, state: CallState, event: EventOf<"recordingReady">): Change {
  if (event.seconds === 0) return quietly(end(state, "missed", event.at));
  return quietly(
    end({ ...state, recording: { url: event.url, seconds: event.seconds } }, "voicemail", event.at),
  );
}

function endAsMissed(_script: Script, state: CallState, event: EventOf<"recordingMissing">): Change {
  return quietly(end(state, "missed", event.at));
}

function endAsAbandoned(_script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  const outcome = event.carrierWord === "failed" ? "failed" : "abandoned";
  return quietly(end(closeLeg(state, event.at, "canceled"), outcome, event.at));
}

function endAsAnswered(script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  const leg = currentLeg(state);
  // Without screening the two are connected only when the sentence for the person rung has been said.
  const saying = leg?.acceptedAt == null ? spokenMs(toldBefore(script, state.step)) : 0;
  if (saying > 0 && event.at <= (leg?.pickedUpAt ?? 0) + saying)
    return endAsAbandoned(script, { ...state, answeredAt: null }, event);
  return quietly(end(closeLeg(state, event.at, "connected"), "answered", event.at));
}

function awaitTheRecording(_script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  if (event.by === "sweep") return giveUpOnTheRecording(_script, state, event);
  return { state: { ...state, phase: "closing", endedAt: event.at }, instruction: { do: "nothing" } };
}

/** The caller waited to the end and left no message that the carrier told us of. */
function giveUpOnTheRecording(_script: Script, state: CallState, event: EventOf<"callEnded">): Change {
  if (event.by === "callback") {
    return { state: { ...state, endedAt: event.at }, instruction: { do: "nothing" } };
  }
  return quietly(end(state, "missed", state.endedAt ?? event.at));
}

function saveTheCaller(script: Script, state: CallState, event: EventOf<"broke">): Change {
  const saved = { ...closeLeg(state, event.at, "failed"), step: script.steps.length, answeredAt: null };
  return { state: { ...saved, phase: "voicemail" }, instruction: { do: "takeMessage" }, alert: event.what };
}

/** To the leg of a person rung: somebody else has the call, or it is over. */
function lateForTheLeg(): Change {
  return { state: null, instruction: { do: "tellTaken" } };
}

/** To the caller's side of a call that has gone on or ended: never ring again. */
function lateForTheCaller(): Change {
  return { state: null, instruction: { do: "hangUp" } };
}

function lateNews(): Change {
  return { state: null, instruction: { do: "nothing" } };
}

function end(state: CallState, outcome: Outcome, at: number): Change {
  return {
    state: { ...state, phase: "ended", outcome, endedAt: state.endedAt ?? at },
    instruction: { do: "hangUp" },
  };
}

/** For events that are told to us and ask for nothing. */
function quietly(change: Change): Change {
  return { ...change, instruction: { do: "nothing" } };
}

function currentLeg(state: CallState): Leg | null {
  const leg = state.legs.at(-1);
  return leg !== undefined && leg.step === state.step ? leg : null;
}

function changeLeg(state: CallState, change: Partial<Leg>): CallState {
  return { ...state, legs: state.legs.map((leg) => (leg.step === state.step ? { ...leg, ...change } : leg)) };
}

function closeLeg(state: CallState, at: number, result: LegResult): CallState {
  if (currentLeg(state)?.result !== null) return state;
  return changeLeg(state, { endedAt: at, result });
}
