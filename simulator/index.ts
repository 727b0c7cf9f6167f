export type { Handset } from "./calls/handsets.ts";
export type { InboundCall } from "./calls/place-call.ts";
export type { ClientCall } from "./calls/place-client-call.ts";
export { type Carrier, createCarrier, type NumberSetup } from "./carrier.ts";
export { type Clock, realClock } from "./clock/clock.ts";
export { virtualClock } from "./clock/virtual-clock.ts";
export { parseDocument } from "./documents/parse-document.ts";
export { validateDocument } from "./documents/validate-document.ts";
export type { OwnedNumber, TextMessage } from "./exchange.ts";
export type { CarrierKind, CarrierOptions, Misbehaviour } from "./options.ts";
export { type Listening, listen } from "./practice/listen.ts";
export { parsePhoneFlag } from "./practice/phone-flags.ts";
export type {
  BridgeRecord,
  CallStatus,
  LegRecord,
  RecordingRecord,
  RequestRecord,
  SimulatedCall,
  TimelineEntry,
  Violation,
} from "./records.ts";
export type { CallerScript, KeyPress, PhoneScript } from "./scripts.ts";
export { generateTelnyxKeyPair, signTelnyx, type TelnyxKeyPair } from "./wire/sign-telnyx.ts";
export { signTwilio } from "./wire/sign-twilio.ts";
