import type { Clock } from "./clock/clock.ts";
import type { PhoneScript } from "./scripts.ts";
import type { TelnyxKeyPair } from "./wire/sign-telnyx.ts";

/** The carriers that can be played: one XML dialect, three sets of habits. */
export type CarrierKind = "twilio" | "signalwire" | "telnyx";

/** What goes wrong between carrier and product, as chances from 0 to 1. */
export interface Misbehaviour {
  /** Action and status webhooks sent a second time. */
  duplicate?: number;
  /** Status callbacks that come late. */
  delay?: { chance: number; upToSeconds: number };
  /** Status callbacks overtaken by the next one. */
  reorder?: number;
  /** Status callbacks that never come. */
  drop?: number;
}

/** Twilio: a TwiML application that browsers call, and the API key that signs their tokens. */
export interface VoiceApplication {
  sid: string;
  voiceUrl: string;
  statusCallback?: string;
  apiKeySid: string;
  apiKeySecret: string;
}

/** How a carrier is set up; times in seconds. */
export interface CarrierOptions {
  kind: CarrierKind;
  accountSid: string;
  /** Twilio: signing secret and REST password. SignalWire: REST password. Telnyx: bearer token. */
  authToken: string;
  /** SignalWire signs with a key of its own; default: the auth token. */
  signingKey?: string;
  telnyxKeyPair?: TelnyxKeyPair;
  /** Twilio: what browsers can call. */
  application?: VoiceApplication;
  clock: Clock;
  /** Default: fetch. Tests hand in the product's handler, so that no socket is needed. */
  send?: (request: Request) => Promise<Response>;
  /** Seeded randomness for misbehaviour and for what carriers leave open. */
  random?: () => number;
  misbehave?: Misbehaviour;
  /** Whether a Dial or Record action is still requested when the caller hung up; default: by `random`. */
  callerGoneAction?: "always" | "never" | "random";
  /** Final status of a call whose caller hung up before anything answered it; default completed. */
  unansweredCallerGone?: "completed" | "no-answer" | "canceled";
  /** "For some call flows" a dial timeout runs longer than asked, at Twilio by 5 s; default 0. */
  dialTimeoutExtraSeconds?: number;
  /** How long the product takes to answer a webhook on this clock; default 0. Beyond the deadline it is a timeout. */
  answerSeconds?: (url: string, params: Record<string, string>) => number;
  /**
   * Params that are added after signing. One project found CallToken and StirVerstat to be so in its logs, against
   * the carrier's page; default: none.
   */
  unsignedParams?: readonly string[];
  /** Where recording links and REST addresses point; default: the carrier's own host. */
  apiBase?: string;
  /** How long a recording is worked on after its end; until then its file is not found. Default 0. */
  recordingReadySeconds?: number;
  /** What phones do that nobody gave a script; default: ring out. */
  unscriptedPhone?: PhoneScript;
  /** Whether Play fetches its file; default true. */
  fetchMedia?: boolean;
}

/** What is fixed per carrier. */
export interface Profile {
  /** Real seconds until an unanswered document request is given up. */
  answerDeadline: number;
  /** Requests again once after a connection failure, with the same idempotency token. */
  retriesConnect: boolean;
  maxDocumentBytes: number;
  dialTimeout: readonly [least: number, most: number];
  /** Whether Dial's action says DialBridged. */
  tellsBridged: boolean;
  /** Whether the carrier expands mustache templates in documents, which makes them an injection hole. */
  expandsMustache: boolean;
  /** Record's default silence that ends it; 0 = none. */
  recordSilence: number;
  apiBase: string;
}

const DOCUMENT_LIMIT = 64 * 1024;

/** Deadlines and ranges: Twilio "webhooks connection overrides", SignalWire cXML webhooks, Telnyx TeXML pages. */
export const PROFILES: Record<CarrierKind, Profile> = {
  twilio: {
    answerDeadline: 15,
    retriesConnect: true,
    maxDocumentBytes: DOCUMENT_LIMIT,
    dialTimeout: [1, 600],
    tellsBridged: true,
    expandsMustache: false,
    recordSilence: 5,
    apiBase: "https://api.twilio.com",
  },
  signalwire: {
    answerDeadline: 5,
    retriesConnect: false,
    maxDocumentBytes: DOCUMENT_LIMIT,
    dialTimeout: [5, 600],
    tellsBridged: false,
    expandsMustache: true,
    recordSilence: 5,
    apiBase: "https://example.signalwire.com",
  },
  telnyx: {
    answerDeadline: 30,
    retriesConnect: false,
    maxDocumentBytes: DOCUMENT_LIMIT,
    dialTimeout: [5, 120],
    tellsBridged: false,
    expandsMustache: true,
    recordSilence: 0,
    apiBase: "https://api.telnyx.com",
  },
};
