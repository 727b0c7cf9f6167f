import type { CarrierKind } from "../carrier-connection.ts";

/**
 * Where the carriers of the TwiML family differ. Each line has its source in carriers' own pages,
 * listed in docs/carriers/.
 */
export type Profile = {
  kind: CarrierKind;
  signature: "hmacSha1" | "ed25519";
  /** The headers that may hold the signature, the first that is there counts. */
  signatureHeaders: readonly string[];
  ringSeconds: { min: number; max: number };
  /** Telnyx shows another's number only with a Diversion header of ours. */
  passDiversionHeader: boolean;
  /** `{{…}}` in a document is evaluated by the carrier: a hole for injection. */
  expandsMustache: boolean;
  /** How an arrival says what is vouched for of the caller's number (read-attestation.ts); null: it never does. */
  attestation: "verstat" | "shaken" | null;
  /** Telnyx's Gather has no method attribute. */
  gatherHasMethod: boolean;
  /** Whether the action request of Record says how long the message is. Telnyx calls no action. */
  recordTellsSeconds: boolean;
  /** Attributes of Record that this carrier has besides the common ones. */
  recordAttributes: Readonly<Record<string, string>>;
  /**
   * Where recordings may be fetched from besides the connection's own API address: beginnings of URLs, `*.` for any
   * one name or more. `signed`: the link itself is the permission, our credentials are nobody's business there.
   */
  recordingPlaces: readonly { begins: string; signed?: true }[];
  /** Whether its links to recordings work for some minutes only, after which they answer 403. */
  recordingLinksDie: boolean;
  /** The same for pictures that come with texts. */
  mediaPlaces: readonly { begins: string; signed?: true }[];
  /** Whether it tells what a text costs by itself (message.finalized); the others have to be asked. */
  tellsPrice: boolean;
  /** Whether it answers HELP itself. https://support.twilio.com/hc/en-us/articles/223181748 */
  answersHelp: boolean;
  /** Whether browsers can call by its voice SDK, with a token that is made here. */
  browserCalling: boolean;
};

const HMAC = { signature: "hmacSha1" } as const;

export const PROFILES: Record<CarrierKind, Profile> = {
  twilio: {
    ...HMAC,
    kind: "twilio",
    signatureHeaders: ["x-twilio-signature"],
    ringSeconds: { min: 1, max: 600 },
    passDiversionHeader: false,
    expandsMustache: false,
    attestation: "verstat",
    gatherHasMethod: true,
    recordTellsSeconds: true,
    recordAttributes: { timeout: "5", trim: "trim-silence" },
    // Also its regions: api.dublin.ie1.twilio.com.
    recordingPlaces: [{ begins: "https://*.twilio.com/" }],
    recordingLinksDie: false,
    // Its own API sends on to a signed link of its storage.
    mediaPlaces: [
      { begins: "https://*.twilio.com/" },
      { begins: "https://*.twiliocdn.com/", signed: true },
      { begins: "https://s3-external-1.amazonaws.com/media.twiliocdn.com/", signed: true },
    ],
    tellsPrice: false,
    answersHelp: true,
    browserCalling: true,
  },
  signalwire: {
    ...HMAC,
    kind: "signalwire",
    signatureHeaders: ["x-signalwire-signature", "x-twilio-signature"],
    ringSeconds: { min: 5, max: 600 },
    passDiversionHeader: false,
    expandsMustache: true,
    attestation: null,
    gatherHasMethod: true,
    recordTellsSeconds: true,
    recordAttributes: { timeout: "5", trim: "trim-silence" },
    // Each space has a name of its own below it; a link to another's would get our credentials, so only our API's has them.
    recordingPlaces: [{ begins: "https://*.signalwire.com/", signed: true }],
    recordingLinksDie: false,
    mediaPlaces: [{ begins: "https://*.signalwire.com/", signed: true }],
    tellsPrice: false,
    answersHelp: false,
    browserCalling: false,
  },
  telnyx: {
    kind: "telnyx",
    signature: "ed25519",
    signatureHeaders: ["telnyx-signature-ed25519"],
    ringSeconds: { min: 5, max: 120 },
    passDiversionHeader: true,
    expandsMustache: true,
    attestation: "shaken",
    gatherHasMethod: false,
    recordTellsSeconds: false,
    // Its default is two channels, and a silence limit costs a transcription there.
    recordAttributes: { channels: "single" },
    recordingPlaces: [
      { begins: "https://api.telnyx.com/" },
      { begins: "https://s3.amazonaws.com/telephony-recorder-prod/", signed: true },
    ],
    recordingLinksDie: true,
    mediaPlaces: [
      { begins: "https://api.telnyx.com/" },
      { begins: "https://*.telnyx.com/", signed: true },
      { begins: "https://*.telnyxstorage.com/", signed: true },
    ],
    tellsPrice: true,
    answersHelp: false,
    browserCalling: false,
  },
};
