import type { CallRecord } from "../calls/call-record.ts";
import { writeContinuation } from "../calls/continuation.ts";
import type { CallBook } from "../calls/keep-calls.ts";
import { nameCall } from "../calls/name-call.ts";
import { recordOutbound } from "../calls/record-outbound.ts";
import { BROWSER, type Script } from "../calls/script.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { hooksOf, writeHookUrl } from "../carriers/hook.ts";
import { CarrierError } from "../carriers/twiml/ask-rest.ts";
import { browserCallingOf } from "../carriers/twiml/browser-calling.ts";
import { findApplication } from "../carriers/twiml/find-application.ts";
import { endCall, placeCall } from "../carriers/twiml/place-call.ts";
import type { AccountId } from "../routing/values.ts";
import type { Database } from "../store/open-database.ts";
import { type BrowserPass, issueBrowserPass } from "./issue-browser-pass.ts";
import { type CallOrder, judgeOrder, type OrderRefusal } from "./judge-order.ts";

/** What a call from here needs of the house. */
export type OutboundParts = {
  database: Pick<Database, "query">;
  book: CallBook;
  secret: () => Buffer | null;
  carrier: (id: string) => CarrierConnection | undefined;
  carriers: () => Iterable<CarrierConnection>;
  publicUrl: string;
  send: typeof fetch;
  now: () => number;
  onError: (error: unknown, about: object) => void;
};

/** The call as it stands after the carrier was asked for it, or why nobody is called. */
export type Started =
  | { ok: true; record: CallRecord; browser: BrowserPass | null }
  | ({ ok: false } & OrderRefusal);

/**
 * Starts a call of a staff member to a lead or a phone: their own phone rings first, and only its accept key has the lead
 * called. From the browser nothing is placed: it comes to the carrier itself. The call is kept before the carrier is
 * asked, under an id that follows from the order's key: the same order makes one call, however often it comes. Where it is not known whether the carrier took the order it is never given again: the
 * sweep asks (sweep-outbound.ts). Throws StoreUnavailable or a database's error where nothing can be read.
 */
export async function startOutboundCall(parts: OutboundParts, order: CallOrder): Promise<Started> {
  const accountId = order.accountId as AccountId;
  const callId = nameCall(`outbound ${accountId} ${order.staffId}`, order.key);
  const before = await parts.book.find(accountId, callId);
  if (before !== null) return started(parts, before);
  const judged = await judgeOrder(parts.database.query, order, { callId, now: parts.now() });
  if (!judged.ok) return judged;
  const { script, carrierId, lead } = judged;
  const connection = parts.carrier(carrierId);
  const secret = parts.secret();
  if (connection === undefined || secret === null)
    return {
      ok: false,
      code: "conflict",
      field: null,
      text: "the carrier of this number is not known yet: try again",
    };
  if (order.via === BROWSER && browserCallingOf(connection) === null)
    return {
      ok: false,
      code: "invalid",
      field: "via",
      text: `calls from the browser are not set up at the carrier of ${script.business}: call with your own phone, or set it up under Settings > Carriers`,
    };
  const record = recordOutbound(script, { carrierId, lead });
  const kept = await parts.book.open(record, {});
  // Somebody clicked twice, and the other click was quicker.
  if (kept !== record || order.via === BROWSER) return started(parts, kept);
  await place(parts, connection, secret, script);
  return started(parts, (await parts.book.find(accountId, callId)) ?? record);
}

function started(parts: OutboundParts, record: CallRecord): Started {
  return { ok: true, record, browser: issueBrowserPass(parts, record) };
}

/** Asks the carrier to call the staff member's own phone. */
async function place(
  parts: OutboundParts,
  connection: CarrierConnection,
  secret: Buffer,
  script: Script,
): Promise<void> {
  const { book, send, now } = parts;
  const step = script.steps[0];
  const own = step?.targets[0];
  if (step === undefined || own === undefined || own.destination === BROWSER)
    throw new Error("a call from here begins with a phone of ours");
  const continuation = writeContinuation(secret, connection.id, script);
  const base = hooksOf(parts.publicUrl, connection);
  const url = (purpose: "screen" | "leg") => writeHookUrl(base, purpose, { step: 0 }, continuation);
  const about = { callId: script.callId, destination: own.destination };
  let legs: [string | null];
  let why: string | undefined;
  let wasOrdered = false;
  try {
    const applicationId = await findApplication(connection, script.business, send);
    const call = {
      from: script.business,
      to: own.destination,
      url: url("screen"),
      statusCallback: url("leg"),
      timeout: step.seconds,
      applicationId,
    };
    wasOrdered = true;
    legs = [await placeCall(connection, call, send)];
  } catch (error) {
    parts.onError(error, about);
    if (wasOrdered && !wasRefused(error)) return;
    legs = [null];
    why = `The carrier would not place the call: ${sayRefusal(error)}`;
  }
  const event = {
    kind: "legsPlaced" as const,
    at: now(),
    step: 0,
    legs,
    ...(why === undefined ? {} : { why }),
  };
  const { state } = await book.apply(script, event);
  // Somebody ended the call here before the carrier had said what it is called there.
  const [leg] = legs;
  if (leg !== null && leg !== "" && state.phase === "ended")
    await endCall(connection, leg, send).catch((error: unknown) => parts.onError(error, about));
}

/** Whether the carrier said no. Where there was no answer, or one that makes no sense, it may have taken the order. */
function wasRefused(error: unknown): boolean {
  return error instanceof CarrierError && (error.status === 0 || (error.status >= 400 && error.status < 500));
}

function sayRefusal(error: unknown): string {
  if (!(error instanceof CarrierError)) return "it can't be reached.";
  const { told, message } = error;
  const words = told.words?.replace(/[.\s]+$/, "") ?? message;
  return `${words}${told.code === null ? "" : ` (${told.code})`}.`;
}

/**
 * Ends a call from here by hand. The books come first: what the carrier says of the end may be quicker than its answer.
 * Throws CarrierError where the carrier won't.
 */
export async function endOutboundCall(parts: OutboundParts, record: CallRecord, who: string): Promise<void> {
  const { script, state } = record;
  const connection = parts.carrier(record.carrierId);
  const leg = state.legs[0]?.carrierLegId;
  await parts.book.apply(script, { kind: "hungUp", at: parts.now(), who });
  if (connection !== undefined && leg !== undefined && leg !== "") await endCall(connection, leg, parts.send);
}
