import { applyEvent } from "../calls/apply-event.ts";
import { beginCall } from "../calls/call-state.ts";
import { composeSafeScript } from "../calls/compose-script.ts";
import { readContinuation } from "../calls/continuation.ts";
import { nameCall } from "../calls/name-call.ts";
import { StoreUnavailable } from "../calls/ports.ts";
import type { Script } from "../calls/script.ts";
import { type HookRequest, type HookResponse, readHookPath } from "../carriers/hook.ts";
import { PROFILES } from "../carriers/twiml/profile.ts";
import { proveRequest } from "../carriers/twiml/prove-request.ts";
import { type EventPurpose, readEvent, readRecording, readStatus } from "../carriers/twiml/read-event.ts";
import { field, readForm } from "../carriers/twiml/read-form.ts";
import type { Proof } from "../carriers/twiml/verify-hmac-signature.ts";
import type { AccountId, E164 } from "../routing/values.ts";
import { answerBrowser, endBrowserLeg } from "./answer-browser.ts";
import { answerMenu } from "./answer-menu.ts";
import { answerText } from "./answer-text.ts";
import { answerWait } from "./answer-wait.ts";
import type { HookParts, Proven } from "./hook-parts.ts";
import { openArrival } from "./open-arrival.ts";
import { type Answer, EMPTY, writeDocument, xmlResponse } from "./write-document.ts";

/** Carriers' forms are a tenth of this (SignalWire's own limit for documents is the same). */
export const BODY_MAX = 64 * 1024;

const REFUSED: HookResponse = { status: 403, contentType: null, body: "" };

/**
 * Answers one request of a carrier. A request that is not proven does nothing; a proven one always
 * gets a document, whatever breaks on our side (product.md §7).
 */
export async function answerHook(parts: HookParts, request: HookRequest): Promise<HookResponse> {
  const path = readHookPath(request.target);
  if (path === null) return { ...REFUSED, status: 404 };
  if (request.method !== "POST") return { ...REFUSED, status: 405 };
  if (Buffer.byteLength(request.body) > BODY_MAX) return { ...REFUSED, status: 413 };
  const type = request.header("content-type") ?? "";
  const { purpose } = path;
  const isText = purpose === "sms" || purpose === "text-status";
  const isJson = isText && path.kind === "telnyx" && /^application\/json\b/i.test(type);
  if (!isJson && !/^application\/x-www-form-urlencoded\b/i.test(type)) return { ...REFUSED, status: 415 };

  const connection = parts.carrier(path.carrierId);
  const secret = parts.secret();
  if (connection === undefined || connection.kind !== path.kind || secret === null) return REFUSED;
  const profile = PROFILES[connection.kind];
  const form = readForm(request.body);
  const at = parts.now();
  let proof: Proof;
  try {
    proof = proveRequest(profile, connection, request, form, { publicUrl: parts.publicUrl, now: at });
  } catch (error) {
    // A connection whose row is broken can prove nothing.
    parts.onError(error, { purpose: path.purpose, carrierId: path.carrierId });
    return REFUSED;
  }
  if (proof === "none") return REFUSED;
  if (isText) return answerText(parts, { path, connection, form, body: request.body, at });
  return answerProven(parts, { path: { ...path, purpose }, connection, profile, form, proof, secret, at });
}

async function answerProven(parts: HookParts, proven: Proven): Promise<HookResponse> {
  const { path } = proven;
  const aboutCall = ["voice", "status", "client"].includes(path.purpose);
  if (aboutCall && field(proven.form, "CallSid") === "") return { ...REFUSED, status: 400 };
  if (path.purpose === "voice") return answerArrival(parts, proven);
  if (path.purpose === "status") return answerStatus(parts, proven);
  if (path.purpose === "client") return answerBrowser(parts, proven);
  const script = readContinuation(proven.secret, path.carrierId, path.continuation);
  if (script === null) return REFUSED;
  if (path.purpose === "call-recording") return keepTalk(parts, proven, script);
  try {
    return writeDocument(parts, proven, await answerWithin(parts, proven, script));
  } catch (error) {
    parts.onError(error, { purpose: path.purpose, carrierId: path.carrierId, callId: script.callId });
    return saveCaller(parts, proven, script);
  }
}

/** What a request says that belongs to a call: by what was asked for there. */
async function answerWithin(parts: HookParts, proven: Proven, script: Script): Promise<Answer> {
  const { path, form, at } = proven;
  if (path.purpose === "menu") return answerMenu(parts, proven, script);
  if (path.purpose === "wait") return answerWait(parts, proven, script);
  if (path.purpose === "left") {
    // The person rung, after the talk; or before it, where nobody waited any more.
    const talked = ["completed", "answered"].includes(field(form, "DialCallStatus"));
    return { instruction: { do: talked ? "hangUp" : "tellGone" }, script };
  }
  const told = readEvent(proven.profile, path.purpose as EventPurpose, path, form, at);
  // Of a call from here the leg's id may not be known yet: whoever placed it may have died before they were told.
  const isOwn = script.outbound !== undefined && told.kind === "pickedUp" && told.step === 0;
  const event = isOwn ? { ...told, legId: field(form, "CallSid") } : told;
  const applied = await parts.book.apply(script, event);
  if (script.outbound !== undefined) return { instruction: applied.instruction, script };
  if (applied.note === "late" && event.kind === "recordingReady") await parts.keepLateMessage(script, event);
  parts.together.follow(proven, script, { ...applied, event });
  return { instruction: applied.instruction, script };
}

async function answerArrival(parts: HookParts, proven: Proven): Promise<HookResponse> {
  const { connection, form, at } = proven;
  const callId = nameCall(connection.id, field(form, "CallSid"));
  try {
    return writeDocument(parts, proven, await openArrival(parts, proven, callId));
  } catch (error) {
    parts.onError(error, { purpose: "voice", carrierId: connection.id, callId });
    const business = field(form, "To") as E164;
    const accountId = connection.accountId as AccountId;
    const script = composeSafeScript({ callId, accountId, business, caller: null, startedAt: at });
    return saveCaller(parts, proven, script);
  }
}

/** The call has gone on or is over: whatever becomes of its recording, it is none of the call's business. */
async function keepTalk(parts: HookParts, proven: Proven, script: Script): Promise<HookResponse> {
  const { path, form, at } = proven;
  const { accountId, callId } = script;
  const recording = readRecording(form, at);
  try {
    if (recording.kind === "recordingReady")
      await parts.book.keepTalk(script, {
        at,
        step: path.step,
        seconds: recording.seconds,
        url: recording.url,
      });
  } catch (error) {
    parts.onError(error, { purpose: path.purpose, carrierId: path.carrierId, callId });
    await tellAccount(parts, proven, { accountId, callId }, "The recording of a call could not be noted.");
  }
  return xmlResponse(EMPTY);
}

/** Advice only: it may end a call in our books, and never says what to do next. */
async function answerStatus(parts: HookParts, proven: Proven): Promise<HookResponse> {
  const { connection, form, at } = proven;
  const event = readStatus(form, at);
  const callId = nameCall(connection.id, field(form, "CallSid"));
  try {
    const script = event && (await parts.book.findScript(connection.accountId as AccountId, callId));
    if (script) {
      const applied = await parts.book.apply(script, event);
      if (script.outbound === undefined) parts.together.follow(proven, script, { ...applied, event });
    } else if (event) await endBrowserLeg(parts, proven);
  } catch (error) {
    // The carrier needs no answer here; what was not noted the sweep will ask for.
    if (!(error instanceof StoreUnavailable)) {
      parts.onError(error, { purpose: "status", carrierId: connection.id, callId });
    }
  }
  return xmlResponse(EMPTY);
}

/** Requests that are not about what the caller is to hear next. */
const BESIDE_THE_CALLER: ReadonlySet<string> = new Set(["recording", "leg", "screen", "key", "left"]);

/**
 * The safe document, after something broke on our side: the caller is asked for a message; a leg
 * that is being screened is ended, never connected.
 */
async function saveCaller(parts: HookParts, proven: Proven, script: Script): Promise<HookResponse> {
  const { purpose } = proven.path;
  if (BESIDE_THE_CALLER.has(purpose)) {
    await tellAccount(
      parts,
      proven,
      script,
      "Something broke during a call; its story may lack what happened.",
    );
    if (purpose === "recording" || purpose === "leg") return xmlResponse(EMPTY);
    return writeDocument(parts, proven, { instruction: { do: "dropLeg" }, script });
  }
  const broke = {
    kind: "broke",
    at: proven.at,
    what:
      script.outbound === undefined
        ? "Something broke while a call was answered; the caller was asked for a message."
        : "Something broke during a call from here; it was ended.",
  } as const;
  let instruction = applyEvent(script, beginCall(script).state, broke).instruction;
  try {
    instruction = (await parts.book.apply(script, broke)).instruction;
  } catch (error) {
    parts.onError(error, { purpose, carrierId: proven.connection.id, callId: script.callId });
    await tellAccount(parts, proven, script, broke.what);
  }
  if (purpose === "message" || purpose === "no-message") instruction = { do: "hangUp" };
  return writeDocument(parts, proven, { instruction, script });
}

/** Leaves an alert, where even that can be kept. */
async function tellAccount(
  parts: HookParts,
  proven: Proven,
  script: Pick<Script, "accountId" | "callId">,
  text: string,
): Promise<void> {
  const { accountId, callId } = script;
  try {
    await parts.book.alert({ accountId, callId, at: proven.at, code: "broke", text });
  } catch (error) {
    parts.onError(error, { purpose: proven.path.purpose, carrierId: proven.connection.id, callId });
  }
}
