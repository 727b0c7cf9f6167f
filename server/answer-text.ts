import { StoreUnavailable } from "../calls/ports.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { type HookPath, type HookResponse, readTextKey } from "../carriers/hook.ts";
import type { Form } from "../carriers/twiml/read-form.ts";
import { readText } from "../carriers/twiml/read-text.ts";
import type { HookParts } from "./hook-parts.ts";

/** A proven request about texts. */
type ProvenText = { path: HookPath; connection: CarrierConnection; form: Form; body: string; at: number };

/** An answer without a text of our own: carriers confirm STOP themselves. */
const NO_REPLY: HookResponse = {
  status: 200,
  contentType: "text/xml; charset=utf-8",
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};
/**
 * What could not be kept is not acknowledged: Telnyx sends it again, Twilio and SignalWire ask the fallback address and
 * show the error to the operator. A call could not wait so; a text can.
 */
const NOT_KEPT: HookResponse = { status: 503, contentType: null, body: "" };

/** Answers a carrier that brings a text, or tells what became of one of ours. */
export async function answerText(parts: HookParts, proven: ProvenText): Promise<HookResponse> {
  const { path, connection, form, body, at } = proven;
  const event = readText(connection.kind, form, body);
  if (event === null) return { status: 400, contentType: null, body: "" };
  try {
    if ("received" in event) await parts.texts.receive(connection, event.received, at);
    else await parts.texts.tell(connection, { ...event.told, key: readTextKey(path.continuation) }, at);
  } catch (error) {
    if (!(error instanceof StoreUnavailable))
      parts.onError(error, { purpose: path.purpose, carrierId: connection.id });
    return NOT_KEPT;
  }
  return connection.kind === "telnyx" ? { status: 200, contentType: null, body: "" } : NO_REPLY;
}
