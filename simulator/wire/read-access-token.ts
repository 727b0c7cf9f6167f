import { createHmac, timingSafeEqual } from "node:crypto";
import type { VoiceApplication } from "../options.ts";

/** Who a token is for; or why the carrier takes it not, in its own code. */
export type TokenVerdict = { ok: true; identity: string } | { ok: false; code: string; message: string };

type Claims = {
  iss?: string;
  sub?: string;
  exp?: number;
  grants?: { identity?: string; voice?: { outgoing?: { application_sid?: string } } };
};

/**
 * Judges the token that a browser brings: a JWT signed with the API key's secret, not too old, that allows outgoing calls
 * to the application. https://www.twilio.com/docs/iam/access-tokens, https://www.twilio.com/docs/api/errors (201xx, 31xxx)
 */
export function readAccessToken(
  token: string,
  account: { accountSid: string; application: VoiceApplication; now: number },
): TokenVerdict {
  const [header = "", body = "", signature = ""] = token.split(".");
  const expected = createHmac("sha256", account.application.apiKeySecret)
    .update(`${header}.${body}`)
    .digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return refuse("20107", "Invalid Access Token signature");
  const { cty, alg } = JSON.parse(decode(header)) as { cty?: string; alg?: string };
  if (cty !== "twilio-fpa;v=1" || alg !== "HS256") return refuse("20102", "Invalid Access Token header");
  const claims = JSON.parse(decode(body)) as Claims;
  if (claims.iss !== account.application.apiKeySid || claims.sub !== account.accountSid)
    return refuse("20103", "Invalid Access Token issuer/subject");
  if ((claims.exp ?? 0) * 1000 <= account.now) return refuse("20104", "Access Token has expired");
  if (claims.grants?.voice?.outgoing?.application_sid !== account.application.sid)
    return refuse("31202", "the token allows no calls to this application");
  return { ok: true, identity: claims.grants.identity ?? "" };
}

function decode(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}

function refuse(code: string, message: string): TokenVerdict {
  return { ok: false, code, message };
}
