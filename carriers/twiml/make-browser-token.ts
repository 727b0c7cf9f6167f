import { createHmac } from "node:crypto";
import type { BrowserCalling } from "./browser-calling.ts";

/**
 * How long a browser may take to connect. The permission to use the microphone may have to be given first; a talk that has
 * begun goes on when its token is too old. Twilio's own default is an hour, which a token that leaked would be good for.
 */
const TOKEN_SECONDS = 300;

/**
 * Makes the token by which a browser may call the application, and do nothing else: it can't be called.
 * https://www.twilio.com/docs/iam/access-tokens
 */
export function makeBrowserToken(
  { apiKeySid, apiKeySecret, applicationSid }: BrowserCalling,
  { accountSid, identity, now }: { accountSid: string; identity: string; now: number },
): string {
  const issued = Math.floor(now / 1000);
  const header = { alg: "HS256", typ: "JWT", cty: "twilio-fpa;v=1" };
  const claims = {
    jti: `${apiKeySid}-${issued}`,
    grants: { identity, voice: { outgoing: { application_sid: applicationSid } } },
    iat: issued,
    exp: issued + TOKEN_SECONDS,
    iss: apiKeySid,
    sub: accountSid,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", apiKeySecret).update(signed).digest("base64url")}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
