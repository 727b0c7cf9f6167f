import type { HookResponse } from "../carriers/hook.ts";
import { browserCallingOf } from "../carriers/twiml/browser-calling.ts";
import { readEvent } from "../carriers/twiml/read-event.ts";
import { field } from "../carriers/twiml/read-form.ts";
import { writeRefusalDocument } from "../carriers/twiml/write-refusal-document.ts";
import { admitsBrowser } from "../outbound/admit-browser.ts";
import type { AccountId, CallId } from "../routing/values.ts";
import type { HookParts, Proven } from "./hook-parts.ts";
import { writeDocument, xmlResponse } from "./write-document.ts";

const CLIENT = /^client:/;
const CALL_ID = /^[0-9a-f-]{36}$/;

/**
 * Answers the carrier's question what a browser that called is to be connected with: whom its order calls, and never
 * anybody else. What is not an order of this very person, kept, young and not begun, hears so and is hung up.
 */
export async function answerBrowser(parts: HookParts, proven: Proven): Promise<HookResponse> {
  const { connection, form, at } = proven;
  const legId = field(form, "CallSid");
  const callId = field(form, "call") as CallId;
  const from = field(form, "From");
  const setup = browserCallingOf(connection);
  const isOurs = setup !== null && field(form, "ApplicationSid") === setup.applicationSid;
  if (!isOurs || !CLIENT.test(from) || !CALL_ID.test(callId)) return refused();
  try {
    const record = await parts.book.find(connection.accountId as AccountId, callId);
    const browser = { identity: from.replace(CLIENT, ""), carrierId: connection.id, legId, at };
    if (record === null || !admitsBrowser(record, browser)) return refused();
    const { instruction, script } = await parts.book.apply(record.script, { kind: "browserCame", at, legId });
    return writeDocument(parts, proven, { instruction, script });
  } catch (error) {
    parts.onError(error, { purpose: "client", carrierId: connection.id, callId });
    return refused();
  }
}

function refused(): HookResponse {
  return xmlResponse(writeRefusalDocument());
}

/**
 * Takes the carrier's notice that a browser's leg is over. Its call is found by the leg's own id: unlike a phone's, the
 * notice has one address for all calls. Anything else is left alone.
 */
export async function endBrowserLeg(
  parts: HookParts,
  { connection, profile, form, at }: Proven,
): Promise<void> {
  if (!CLIENT.test(field(form, "From")) || field(form, "ParentCallSid") !== "") return;
  const accountId = connection.accountId as AccountId;
  const callId = await parts.findBrowserCall(accountId, field(form, "CallSid"));
  const script = callId && (await parts.book.findScript(accountId, callId));
  if (script) await parts.book.apply(script, readEvent(profile, "leg", { step: 0, part: 0 }, form, at));
}
