import type { Line } from "../calls/line.ts";
import type { Exchange } from "../exchange.ts";

const E164 = /^\+[1-9]\d{6,14}$/;

/** The form fields that say which call a webhook is about, in the carrier's own set. */
export function callParams(exchange: Exchange, line: Line): Record<string, string> {
  const base: Record<string, string> = {
    AccountSid: exchange.options.accountSid,
    CallSid: line.sid,
    From: line.from,
    To: line.to,
    CallStatus: line.status,
    ...(line.parent ? { ParentCallSid: line.parent.sid } : {}),
  };
  if (exchange.kind === "telnyx") return { ...base, ...telnyxParams(line), ...line.extra };
  const shared = { ...base, ApiVersion: "2010-04-01", Direction: line.direction };
  if (exchange.kind === "signalwire") return { ...shared, ...line.extra };
  return { ...shared, ...twilioParams(line), ...line.extra };
}

// https://www.twilio.com/docs/voice/twiml#request-parameters ; the geographic ones are often empty.
function twilioParams(line: Line): Record<string, string> {
  const params: Record<string, string> = { Caller: line.from, Called: line.to };
  for (const [prefix, number] of [
    ["From", line.from],
    ["To", line.to],
    ["Caller", line.from],
    ["Called", line.to],
  ] as const) {
    if (!E164.test(number)) continue;
    params[`${prefix}City`] = "";
    params[`${prefix}State`] = "";
    params[`${prefix}Zip`] = "";
    params[`${prefix}Country`] = number.startsWith("+1") ? "US" : "GB";
  }
  return params;
}

// https://developers.telnyx.com/docs/voice/programmable-voice/texml-instruction-fetching
function telnyxParams(line: Line): Record<string, string> {
  return {
    CallSidLegacy: line.legacySid,
    CallerId: line.from,
    CallingPartyType: "pstn",
    ConnectionId: "1494404757140276705",
    FromSipUri: `${line.from}@sip.telnyx.com`,
    ToSipUri: `${line.to}@sip.telnyx.com`,
  };
}

/** What only the first requests of an inbound call tell: attestation and the token that carries it on. */
export function arrivalParams(exchange: Exchange, sid: string, from: string): Record<string, string> {
  if (exchange.kind === "signalwire" || !E164.test(from)) return {};
  if (exchange.kind === "telnyx") return { ShakenStirAttestation: "A", ShakenStirValidated: "true" };
  const token = { parentCallInfoToken: Buffer.from(sid).toString("base64url"), identityHeaderTokens: [] };
  return { StirVerstat: "TN-Validation-Passed-A", CallToken: JSON.stringify(token) };
}
