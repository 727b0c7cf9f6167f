import twilio from "twilio";
import { expect, test } from "vitest";
import { makeBrowserToken } from "./make-browser-token.ts";

const { AccessToken } = twilio.jwt;
const hex = (digit: string) => digit.repeat(32);
const setup = { apiKeySid: `SK${hex("1")}`, apiKeySecret: "a-secret", applicationSid: `AP${hex("2")}` };
const accountSid = `AC${hex("3")}`;
const now = Date.UTC(2026, 2, 2, 14);

test("a token has the header and the claims of one by the carrier's own library, and its signature", () => {
  const identity = "staff_1_7";
  const theirs = new AccessToken(accountSid, setup.apiKeySid, setup.apiKeySecret, { identity, ttl: 300 });
  theirs.addGrant(new AccessToken.VoiceGrant({ outgoingApplicationSid: setup.applicationSid }));
  const read = (token: string) => {
    const [header = "", claims = ""] = token.split(".");
    return [header, claims].map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  };
  const ours = makeBrowserToken(setup, { accountSid, identity, now });
  const [header, claims] = read(ours);
  const issued = now / 1000;
  const [theirHeader, theirClaims] = read(theirs.toJwt());
  expect(header).toEqual(theirHeader);
  expect(claims).toEqual({
    ...theirClaims,
    jti: `${setup.apiKeySid}-${issued}`,
    iat: issued,
    exp: issued + 300,
  });
  expect(claims.grants.voice).not.toHaveProperty("incoming");
});

test("the same claims at the same second are the same token as theirs, to the letter", () => {
  const identity = "staff_1_7";
  const theirs = new AccessToken(accountSid, setup.apiKeySid, setup.apiKeySecret, { identity, ttl: 300 });
  theirs.addGrant(new AccessToken.VoiceGrant({ outgoingApplicationSid: setup.applicationSid }));
  const token = theirs.toJwt();
  const { iat } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  expect(makeBrowserToken(setup, { accountSid, identity, now: iat * 1000 })).toBe(token);
});
