import type { CallEvent, RingResult } from "../../calls/events.ts";
import type { Purpose } from "../hook.ts";
import type { Profile } from "./profile.ts";
import { type Form, field, secondsField } from "./read-form.ts";

/** The words for a call that the caller has left. */
const OVER = new Set(["completed", "canceled", "failed", "busy", "no-answer"]);

/** What the carrier's words for the end of a dial mean. A word that is not here is a failed leg. */
const DIAL_WORDS: Record<string, RingResult> = {
  completed: "pickedUp",
  answered: "pickedUp",
  "no-answer": "noAnswer",
  busy: "busy",
  failed: "failed",
  canceled: "canceled",
};

/** Causes by which Telnyx tells a person's refusal from a busy line (its HangupCause field). */
const DECLINED_CAUSES = new Set(["call_rejected", "CALL_REJECTED", "rejected"]);

/** Reads what a request at one of our own URLs says. Total: whatever is missing or new has a meaning. */
export function readEvent(
  profile: Profile,
  purpose: Exclude<Purpose, "call-recording">,
  step: number,
  form: Form,
  at: number,
): CallEvent {
  switch (purpose) {
    case "screen":
      return { kind: "pickedUp", at, step };
    case "key":
      return { kind: "keyPressed", at, step, key: field(form, "Digits") || null };
    case "rung":
      return readRingEnded(form, step, at);
    case "message":
      return {
        kind: "recordingEnded",
        at,
        seconds: profile.recordTellsSeconds ? secondsField(form, "RecordingDuration") : null,
        url: field(form, "RecordingUrl") || null,
        callerGone: callerGone(form),
      };
    case "no-message":
      // Where Record asks no action, this is reached with a message too; the recording itself will tell.
      return {
        kind: "recordingEnded",
        at,
        seconds: profile.recordTellsSeconds ? 0 : null,
        url: null,
        callerGone: callerGone(form),
      };
    case "recording":
      return readRecording(form, at);
  }
}

function readRingEnded(form: Form, step: number, at: number): CallEvent {
  const word = field(form, "DialCallStatus");
  const declined = DECLINED_CAUSES.has(field(form, "HangupCause"));
  const known = Object.hasOwn(DIAL_WORDS, word) ? DIAL_WORDS[word] : undefined;
  return {
    kind: "ringEnded",
    at,
    step,
    result: declined && known !== "pickedUp" ? "declined" : (known ?? "failed"),
    bridgedByCarrier: readBoolean(field(form, "DialBridged")),
    callerGone: callerGone(form),
    carrierWord: word.slice(0, 40),
  };
}

/** What a carrier says of a recording: of a message, or of a talk. */
export function readRecording(
  form: Form,
  at: number,
): Extract<CallEvent, { kind: "recordingReady" | "recordingMissing" }> {
  const url = field(form, "RecordingUrl");
  const length = secondsField(form, "RecordingDuration");
  const word = field(form, "RecordingStatus");
  const there = word === "completed" || (word === "" && url !== "");
  if (!there || length === 0) return { kind: "recordingMissing", at };
  return { kind: "recordingReady", at, seconds: length ?? 1, url };
}

/** What a status callback says; null if it says nothing about the end of the caller's own call. */
export function readStatus(form: Form, at: number): CallEvent | null {
  const word = field(form, "CallStatus");
  if (!OVER.has(word) || field(form, "ParentCallSid") !== "") return null;
  return { kind: "callEnded", at: whenItWas(form, at), carrierWord: word, by: "callback" };
}

/** A callback may come late; most carriers say when the thing happened (RFC 2822, whole seconds). */
function whenItWas(form: Form, at: number): number {
  const told = Date.parse(field(form, "Timestamp"));
  return told <= at && told > at - LATEST_MS ? told : at;
}

/** A time further back is a mistake rather than a delay. */
const LATEST_MS = 3_600_000;

function callerGone(form: Form): boolean {
  return OVER.has(field(form, "CallStatus"));
}

function readBoolean(written: string): boolean | null {
  const word = written.toLowerCase();
  return word === "true" ? true : word === "false" ? false : null;
}
