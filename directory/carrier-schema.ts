import { z } from "zod";
import { textsPerSecond } from "./missed-call-fields.ts";
import { optional, text } from "./settings-fields.ts";

/** The secrets a carrier connection may hold; none is ever shown. */
export const SECRETS = [
  "authToken",
  "previousAuthToken",
  "signingKey",
  "previousSigningKey",
  "apiKeySecret",
] as const;
export type Secret = (typeof SECRETS)[number];

/** A carrier connection as listed or stored. A secret that is null was not stated, or is not set. */
export type CarrierSettings = {
  id: string;
  kind: "twilio" | "signalwire" | "telnyx";
  accountSid: string | null;
  /** Telnyx: 32 bytes as base64. */
  publicKey: string | null;
  apiBaseUrl: string | null;
  /** Texts a second that the whole account at the carrier may send, by all numbers here; null: as fast as those may. */
  textsPerSecond: number | null;
  /** Twilio, for calls from browsers: the API key that signs tokens, and the TwiML application that takes their calls. */
  apiKeySid: string | null;
  applicationSid: string | null;
} & Record<Secret, string | null>;

/** The secrets that a connection of each kind can't do without. */
export const REQUIRED_SECRETS: Record<CarrierSettings["kind"], readonly Secret[]> = {
  twilio: ["authToken"],
  signalwire: ["authToken", "signingKey"],
  telnyx: ["authToken"],
};

const id = z
  .string()
  .regex(
    /^[a-z0-9-]{1,40}$/,
    "expected 1 to 40 lower-case letters, digits or hyphens, such as main: it is part of the webhook's address",
  );
const sid = text(100).regex(/^\S+$/, "expected an id without spaces");
const secret = text(500);
const address = z
  .string()
  .trim()
  .refine(isAddress, "expected an address such as https://api.example.com, without ? or #")
  .transform((url) => url.replace(/\/+$/, ""));
const spaceUrl = z
  .string()
  .trim()
  .transform((space) => (/^https?:/.test(space) ? space : `https://${space}`))
  .pipe(address);

function isAddress(url: string): boolean {
  return /^https?:\/\/[^?#@\s]+$/.test(url) && URL.canParse(url);
}

function is32Bytes(key: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(key);
}

const twilio = z.strictObject({
  id,
  kind: z.literal("twilio"),
  accountSid: sid,
  authToken: optional(secret),
  previousAuthToken: optional(secret),
  apiBaseUrl: optional(address),
  textsPerSecond: textsPerSecond(),
  apiKeySid: optional(
    text(100).regex(/^SK[0-9a-fA-F]{32}$/, "expected the SID of an API key: SK and 32 hex digits"),
  ),
  apiKeySecret: optional(secret),
  applicationSid: optional(
    text(100).regex(/^AP[0-9a-fA-F]{32}$/, "expected the SID of a TwiML application: AP and 32 hex digits"),
  ),
});

const signalwire = z.strictObject({
  id,
  kind: z.literal("signalwire"),
  accountSid: sid,
  authToken: optional(secret),
  signingKey: optional(secret),
  previousSigningKey: optional(secret),
  apiBaseUrl: optional(address),
  textsPerSecond: textsPerSecond(),
  spaceUrl: optional(spaceUrl),
});

const telnyx = z.strictObject({
  id,
  kind: z.literal("telnyx"),
  accountSid: optional(sid),
  apiKey: optional(secret),
  authToken: optional(secret),
  publicKey: text(100).refine(is32Bytes, "expected the public key: 32 bytes as base64, 44 characters"),
  apiBaseUrl: optional(address),
  textsPerSecond: textsPerSecond(),
});

const NONE = {
  publicKey: null,
  previousAuthToken: null,
  signingKey: null,
  previousSigningKey: null,
  apiKeySid: null,
  apiKeySecret: null,
  applicationSid: null,
};

/** One entry of `carriers`. Telnyx's `apiKey` is its `authToken`; SignalWire's `spaceUrl` its `apiBaseUrl`. */
export const carrierSchema = z
  .discriminatedUnion("kind", [twilio, signalwire, telnyx], {
    error: (issue) =>
      issue.code === "invalid_union" ? "expected kind: twilio, signalwire or telnyx" : undefined,
  })
  .transform((given, context): CarrierSettings => {
    if (given.kind === "twilio") return { ...NONE, ...given };
    if (given.kind === "telnyx") {
      const { apiKey, authToken, ...rest } = given;
      return { ...NONE, ...rest, authToken: apiKey ?? authToken };
    }
    const { spaceUrl: space, apiBaseUrl, ...rest } = given;
    if (space === null && apiBaseUrl === null) {
      context.addIssue({
        code: "custom",
        path: ["spaceUrl"],
        message: "is required: expected the address of your space, such as acme.signalwire.com",
      });
    }
    return { ...NONE, ...rest, apiBaseUrl: apiBaseUrl ?? space };
  });

/**
 * A listed carrier with what is stored filled in: secrets that are not stated stay as they are. Where a
 * secret is stated, its predecessor is what stands beside it. A connection of another kind keeps none.
 */
export function keepSecrets(listed: CarrierSettings, stored: CarrierSettings | null): CarrierSettings {
  if (stored === null || stored.kind !== listed.kind) return listed;
  const previous = (now: Secret, before: Secret) =>
    listed[before] ?? (listed[now] === null || listed[now] === stored[now] ? stored[before] : null);
  return {
    ...listed,
    authToken: listed.authToken ?? stored.authToken,
    signingKey: listed.signingKey ?? stored.signingKey,
    // Of another key, or of none, it would be the wrong one.
    apiKeySecret: listed.apiKeySecret ?? (listed.apiKeySid === stored.apiKeySid ? stored.apiKeySecret : null),
    previousAuthToken: previous("authToken", "previousAuthToken"),
    previousSigningKey: previous("signingKey", "previousSigningKey"),
  };
}

/** Which fields of browser calling are missing: it needs all three, or none. `carrier` has its secrets filled in. Pure. */
export function missingForBrowsers(
  carrier: CarrierSettings,
): ("apiKeySid" | "apiKeySecret" | "applicationSid")[] {
  const names = ["apiKeySid", "apiKeySecret", "applicationSid"] as const;
  const missing = names.filter((name) => carrier[name] === null);
  return missing.length === names.length ? [] : missing;
}
