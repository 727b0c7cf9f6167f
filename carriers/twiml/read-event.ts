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

/** The purposes whose requests are events of the call by themselves. */
export type EventPurpose = Exclude<Purpose, "menu" | "wait" | "left" | "call-recording">;

/** Reads what a request at one of our own URLs says. Total: whatever is missing or new has a meaning. */
export function readEvent(
  profile: Profile,
  purpose: EventPurpose,
  { step, part: target }: { step: number; part: number },
  form: Form,
  at: number,
): CallEvent {
  switch (purpose) {
    case "screen":
      return { kind: "pickedUp", at, step, target };
    case "key":
      return { kind: "keyPressed", at, step, target, key: field(form, "Digits") || null };
    case "rung":
      return form.has("QueueResult") ? readLeftQueue(form, step, at) : readRingEnded(form, step, at);
    case "leg":
      return { kind: "legEnded", at, step, target, result: readWord(form, "CallStatus") };
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

/** What the carriers' words for the end of waiting in a queue mean (their Enqueue pages). */
const QUEUE_WORDS: Record<string, RingResult> = {
  bridged: "pickedUp",
  "bridging-in-process": "pickedUp",
  leave: "noAnswer",
  hangup: "canceled",
};

function readLeftQueue(form: Form, step: number, at: number): CallEvent {
  const word = field(form, "QueueResult");
  const result = (Object.hasOwn(QUEUE_WORDS, word) ? QUEUE_WORDS[word] : undefined) ?? "failed";
  return {
    kind: "ringEnded",
    at,
    step,
    result,
    bridgedByCarrier: result === "pickedUp",
    // Who was connected has hung up or was hung up on: the call is over either way.
    callerGone: word === "hangup" || callerGone(form),
    carrierWord: word.slice(0, 40),
  };
}

function readWord(form: Form, name: string): RingResult {
  const word = field(form, name);
  const declined = DECLINED_CAUSES.has(field(form, "HangupCause"));
  const known = Object.hasOwn(DIAL_WORDS, word) ? DIAL_WORDS[word] : undefined;
  return declined && known !== "pickedUp" ? "declined" : (known ?? "failed");
}

function readRingEnded(form: Form, step: number, at: number): CallEvent {
  const word = field(form, "DialCallStatus");
  return {
    kind: "ringEnded",
    at,
    step,
    result: readWord(form, "DialCallStatus"),
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
