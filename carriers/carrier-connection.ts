export const CARRIER_KINDS = ["twilio", "signalwire", "telnyx"] as const;
/** The carriers that Ringright speaks to. */
export type CarrierKind = (typeof CARRIER_KINDS)[number];

/** One account's credentials at a carrier, as far as calls need them. */
export type CarrierConnection = {
  id: string;
  accountId: string;
  /** The account's country, in which the carrier's numbers without a + are read. */
  country: string;
  kind: CarrierKind;
  accountSid: string;
  /** Twilio: auth token; SignalWire: API token; Telnyx: API key. */
  authToken: string;
  /**
   * `previousAuthToken`, `signingKey`, `previousSigningKey`, `publicKey`, and for calls from browsers `apiKeySid`,
   * `apiKeySecret` and `applicationSid`: what the kind has.
   */
  credentials: Record<string, string>;
  apiBaseUrl: string | null;
};
