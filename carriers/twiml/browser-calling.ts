import type { CarrierConnection } from "../carrier-connection.ts";
import { PROFILES } from "./profile.ts";

/** What calls from browsers need at the carrier: the API key that signs tokens, and the application that takes the calls. */
export type BrowserCalling = { apiKeySid: string; apiKeySecret: string; applicationSid: string };

/** Null where the carrier doesn't offer it, or it is not set up. */
export function browserCallingOf({ kind, credentials }: CarrierConnection): BrowserCalling | null {
  const { apiKeySid, apiKeySecret, applicationSid } = credentials;
  if (!PROFILES[kind].browserCalling) return null;
  if (!apiKeySid || !apiKeySecret || !applicationSid) return null;
  return { apiKeySid, apiKeySecret, applicationSid };
}
