import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Ending } from "../routing/decision.ts";
import { type AccountId, type CallId, type E164, RUNGS, seconds } from "../routing/values.ts";
import type { Script, ScriptStep } from "./script.ts";

/**
 * A continuation is a call's script, written compactly and signed, for the path of a URL: so any node
 * can go on with any call, whether it has a database or not. It holds no secret, and can't be forged.
 * It lives in the path because Twilio sorts the query before it signs (twilio-php issue 790).
 */
export function writeContinuation(secret: Buffer, carrierId: string, script: Script): string {
  const { callId, accountId, business, caller, startedAt, ending, greeting, recordingNotice } = script;
  const steps = script.steps.map(packStep);
  const packed = JSON.stringify([
    FORM,
    callId,
    accountId,
    business,
    caller,
    startedAt,
    ending,
    greeting,
    steps,
    recordingNotice,
  ]);
  const payload = Buffer.from(packed, "utf8").toString("base64url");
  return `${payload}.${macOf(secret, carrierId, payload).toString("base64url")}`;
}

/** Reads a continuation back; null if this installation didn't write it for this carrier connection. */
export function readContinuation(secret: Buffer, carrierId: string, written: string): Script | null {
  const dot = written.indexOf(".");
  if (dot < 0) return null;
  const payload = written.slice(0, dot);
  const given = Buffer.from(written.slice(dot + 1), "base64url");
  const expected = macOf(secret, carrierId, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // What carries our own signature has the form that we gave it.
  const packed = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Packed;
  if (packed[0] !== FORM) return null;
  const [, callId, accountId, business, caller, startedAt, ending, greeting, steps, notice] = packed;
  return {
    callId,
    accountId,
    business,
    caller,
    startedAt,
    ending,
    greeting,
    steps: steps.map(unpackStep),
    // Calls that came before talks were recorded have none.
    recordingNotice: notice ?? null,
  };
}

/** Counts up when the packed form changes, so that a newer node does not misread an older one. */
const FORM = 1;

type PackedStep = [number, E164, number, 0 | 1, 0 | 1, string, string];
type Packed = [
  number,
  CallId,
  AccountId,
  E164,
  E164 | null,
  number,
  Ending,
  string,
  PackedStep[],
  (string | null)?,
];

function packStep(step: ScriptStep): PackedStep {
  return [
    RUNGS.indexOf(step.rung),
    step.destination,
    step.seconds,
    step.screening ? 1 : 0,
    step.callerId === "caller" ? 1 : 0,
    step.who,
    step.whisper,
  ];
}

function unpackStep([
  rung,
  destination,
  ringSeconds,
  screening,
  caller,
  who,
  whisper,
]: PackedStep): ScriptStep {
  return {
    rung: RUNGS[rung] ?? "company",
    destination,
    seconds: seconds(ringSeconds),
    screening: screening === 1,
    callerId: caller === 1 ? "caller" : "business",
    who,
    whisper,
  };
}

/** 128 bits suffice for a value that lives as long as a call (RFC 2104 §5). */
function macOf(secret: Buffer, carrierId: string, payload: string): Buffer {
  return createHmac("sha256", keyOf(secret)).update(`${carrierId}\n${payload}`).digest().subarray(0, 16);
}

/** Node takes four times as long for a MAC whose key is a buffer as for one whose key is an object. */
function keyOf(secret: Buffer): KeyObject {
  const key = keys.get(secret) ?? createSecretKey(secret);
  keys.set(secret, key);
  return key;
}

const keys = new WeakMap<Buffer, KeyObject>();
