import { randomBytes, randomUUID } from "node:crypto";
import type { Room } from "./calls/conference.ts";
import type { Line } from "./calls/line.ts";
import type { Queue } from "./calls/queue.ts";
import type { CarrierKind, CarrierOptions, Profile } from "./options.ts";
import { PROFILES } from "./options.ts";
import type { RequestRecord, SimulatedCall, Violation } from "./records.ts";
import type { PhoneScript } from "./scripts.ts";
import { generateTelnyxKeyPair, type TelnyxKeyPair } from "./wire/sign-telnyx.ts";
import { type WorkTracker, workTracker } from "./work-tracker.ts";

/** A number held at the carrier. Changed in place by the REST API. */
export interface OwnedNumber {
  sid: string;
  number: string;
  voiceUrl: string;
  voiceMethod: "GET" | "POST";
  voiceFallbackUrl: string;
  statusCallback: string;
  smsUrl: string;
  friendlyName: string;
  /** Telnyx: the TeXML application that the number is connected to. */
  connectionId: string;
}

/** A recording kept at the carrier; `seconds` long. */
export interface StoredRecording {
  sid: string;
  callSid: string;
  seconds: number;
  createdAt: number;
}

/** A text message in either direction. */
export interface TextMessage {
  sid: string;
  from: string;
  to: string;
  body: string;
  direction: "inbound" | "outbound-api";
  status: string;
  errorCode: number | null;
  createdAt: number;
  /** What came or goes with it: where it is, and of what type. */
  media: { url: string; type: string }[];
}

/** Telnyx: what the numbers connected to it share. */
export type Application = Pick<
  OwnedNumber,
  "voiceUrl" | "voiceMethod" | "voiceFallbackUrl" | "statusCallback" | "connectionId" | "friendlyName"
>;

/** The inside of one carrier: what its parts share. */
export interface Exchange {
  kind: CarrierKind;
  options: CarrierOptions;
  profile: Profile;
  clock: CarrierOptions["clock"];
  random: () => number;
  telnyxKeys: TelnyxKeyPair;
  apiBase: string;
  numbers: OwnedNumber[];
  phones: Map<string, PhoneScript>;
  /** Every call and leg by its sid, also those that ended. */
  lines: Map<string, Line>;
  calls: SimulatedCall[];
  violations: Violation[];
  requests: RequestRecord[];
  recordings: Map<string, StoredRecording>;
  messages: TextMessage[];
  /** Conference rooms with somebody in them, by name. */
  rooms: Map<string, Room>;
  /** Queues, by name: they stay until they are deleted. */
  queues: Map<string, Queue>;
  /** `${our number} ${their number}` of each person who texted a stop word. */
  optedOut: Set<string>;
  /** Numbers whose texts the networks block, since they are not registered. */
  unregistered: Set<string>;
  /** Telnyx: TeXML applications that were made over the REST API, also those without a number yet. */
  applications: Map<string, Application>;
  work: WorkTracker;
  /** Status callbacks put aside so that the next one overtakes them. */
  overtaken: (() => void)[];
}

/** An empty carrier. */
export function createExchange(options: CarrierOptions): Exchange {
  const profile = PROFILES[options.kind];
  return {
    kind: options.kind,
    options,
    profile,
    clock: options.clock,
    random: options.random ?? Math.random,
    telnyxKeys: options.telnyxKeyPair ?? generateTelnyxKeyPair(),
    apiBase: options.apiBase ?? profile.apiBase,
    numbers: [],
    phones: new Map(),
    lines: new Map(),
    calls: [],
    violations: [],
    requests: [],
    recordings: new Map(),
    messages: [],
    rooms: new Map(),
    queues: new Map(),
    optedOut: new Set(),
    unregistered: new Set(),
    applications: new Map(),
    work: workTracker(),
    overtaken: [],
  };
}

/** A new identifier in the carrier's form: Twilio two letters and 32 hex digits, SignalWire UUIDs, Telnyx v3:…. */
export function newSid(exchange: Pick<Exchange, "kind">, prefix: string): string {
  if (exchange.kind === "twilio") return prefix + randomBytes(16).toString("hex");
  if (exchange.kind === "signalwire") return randomUUID();
  return prefix === "CA" ? `v3:${randomBytes(24).toString("base64url")}` : randomUUID();
}

/** The number held under this name, if any. */
export function ownedNumber(exchange: Exchange, number: string): OwnedNumber | undefined {
  return exchange.numbers.find((one) => one.number === number);
}
