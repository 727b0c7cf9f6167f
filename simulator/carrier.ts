import { type Handset, listHandsets } from "./calls/handsets.ts";
import { type InboundCall, placeCall } from "./calls/place-call.ts";
import { type ClientCall, placeClientCall } from "./calls/place-client-call.ts";
import { createExchange, type Exchange, newSid, type OwnedNumber, type TextMessage } from "./exchange.ts";
import { forgetCalls } from "./forget-calls.ts";
import type { CarrierOptions } from "./options.ts";
import type { RequestRecord, SimulatedCall, Violation } from "./records.ts";
import { handleRest } from "./rest/rest-handler.ts";
import type { PhoneScript } from "./scripts.ts";
import { receiveText } from "./texts/send-text.ts";

/** A number to be held at the carrier; addresses left out are not set. */
export interface NumberSetup {
  number: string;
  voiceUrl: string;
  voiceMethod?: "GET" | "POST";
  voiceFallbackUrl?: string;
  statusCallback?: string;
  smsUrl?: string;
}

/** A carrier in a box. */
export interface Carrier {
  readonly kind: CarrierOptions["kind"];
  readonly accountSid: string;
  readonly clock: CarrierOptions["clock"];
  /** Telnyx: base64 of the 32 bytes that its webhooks are checked with. */
  readonly publicKey: string;
  readonly numbers: readonly OwnedNumber[];
  readonly calls: readonly SimulatedCall[];
  readonly violations: readonly Violation[];
  readonly requests: readonly RequestRecord[];
  readonly messages: readonly TextMessage[];
  addNumber(setup: NumberSetup): OwnedNumber;
  /** Sets or replaces a phone's behaviour. Phones without one ring out. */
  phone(number: string, script: PhoneScript): void;
  /** Someone calls; the call runs by itself, `ended` tells when it is over. */
  call(call: InboundCall): SimulatedCall;
  /** A browser calls the application with a token; the call runs by itself. */
  clientCall(call: ClientCall): SimulatedCall;
  /** Texts from this number are blocked from now on: it is not registered. */
  block(number: string): void;
  /** Someone texts a number of the carrier; media without an address are at the carrier. */
  text(text: { from: string; to: string; body: string; media?: TextMessage["media"] }): TextMessage;
  /** The carrier's REST API. */
  restHandler(request: Request): Promise<Response>;
  /** Where its REST API can be reached; recording links point there from now on. */
  serveAt(apiBase: string): void;
  /** Every phone that rings or is off the hook now, to be worked by hand. */
  handsets(): Handset[];
  /** Forgets all but the newest `keep` calls that ended, and what was sent for them. */
  forgetCalls(keep: number): void;
  /** Resolves when no call is live and no callback is under way. */
  idle(): Promise<void>;
}

/** Sets up a carrier without numbers or phones. */
export function createCarrier(options: CarrierOptions): Carrier {
  const exchange = createExchange(options);
  return {
    kind: options.kind,
    accountSid: options.accountSid,
    clock: options.clock,
    publicKey: exchange.telnyxKeys.publicKey,
    numbers: exchange.numbers,
    calls: exchange.calls,
    violations: exchange.violations,
    requests: exchange.requests,
    addNumber: (setup) => addNumber(exchange, setup),
    phone: (number, script) => {
      exchange.phones.set(number, script);
    },
    call: (call) => placeCall(exchange, call),
    clientCall: (call) => placeClientCall(exchange, call),
    text: (text) => receiveText(exchange, text),
    restHandler: (request) => handleRest(exchange, request),
    messages: exchange.messages,
    block: (number) => {
      exchange.unregistered.add(number);
    },
    serveAt: (apiBase) => {
      exchange.apiBase = apiBase;
    },
    handsets: () => listHandsets(exchange),
    forgetCalls: (keep) => forgetCalls(exchange, keep),
    idle: () => exchange.work.idle(),
  };
}

function addNumber(exchange: Exchange, setup: NumberSetup): OwnedNumber {
  const number: OwnedNumber = {
    sid: newSid(exchange, "PN"),
    number: setup.number,
    voiceUrl: setup.voiceUrl,
    voiceMethod: setup.voiceMethod ?? "POST",
    voiceFallbackUrl: setup.voiceFallbackUrl ?? "",
    statusCallback: setup.statusCallback ?? "",
    smsUrl: setup.smsUrl ?? "",
    friendlyName: setup.number,
    connectionId: newSid(exchange, "AP"),
  };
  exchange.numbers.push(number);
  if (exchange.kind === "telnyx") exchange.applications.set(number.connectionId, { ...number });
  return number;
}
