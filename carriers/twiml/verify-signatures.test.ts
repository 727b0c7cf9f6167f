import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readForm } from "./read-form.ts";
import { verifyEd25519Signature } from "./verify-ed25519-signature.ts";
import { verifyHmacBody, verifyHmacSignature } from "./verify-hmac-signature.ts";

type Case = {
  name: string;
  url: string;
  params: Record<string, string | string[]>;
  signature: string;
  body: string;
  timestamp: string;
  now?: number;
};
type Block = { authToken: string; publicKey: string; valid: Case[]; invalid: Case[]; body: Case[] };
const file = new URL("./fixtures/signature-vectors.json", import.meta.url);
const { twilio, telnyx } = JSON.parse(readFileSync(file, "utf8")) as { twilio: Block; telnyx: Block };

function formOf(params: Case["params"]) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    for (const each of [value].flat()) body.append(name, each);
  return readForm(body.toString());
}

describe("Twilio's own cases, which SignalWire's scheme shares", () => {
  const keys = [twilio.authToken];
  test.each(twilio.valid)("accepted: $name", ({ url, params, signature }) => {
    expect(verifyHmacSignature(keys, signature, url, formOf(params))).toBe("whole");
    expect(verifyHmacSignature(["another", twilio.authToken], signature, url, formOf(params))).toBe("whole");
    expect(verifyHmacSignature(["another"], signature, url, formOf(params))).toBe("none");
    expect(verifyHmacSignature([], signature, url, formOf(params))).toBe("none");
  });
  test.each(twilio.invalid)("refused: $name", ({ url, params, signature }) => {
    expect(verifyHmacSignature(keys, signature, url, formOf(params))).toBe("none");
  });
  test.each(twilio.body)("accepted by the hash of its body: $name", ({ url, body, signature }) => {
    expect(verifyHmacBody(keys, signature, url, body)).toBe(true);
    expect(verifyHmacBody(keys, signature, url, `${body} `)).toBe(false);
    expect(verifyHmacBody(keys, "", url, body)).toBe(false);
  });

  test("fields that were added after signing are left out once, and only those two", () => {
    const { url, params, signature } = twilio.valid[0] ?? fail();
    expect(
      verifyHmacSignature(keys, signature, url, formOf({ ...params, CallToken: "x", StirVerstat: "y" })),
    ).toBe("part");
    expect(verifyHmacSignature(keys, signature, url, formOf({ ...params, CallToken: "x", Extra: "y" }))).toBe(
      "none",
    );
  });
});

describe("Telnyx", () => {
  const now = 1_700_000_000_000;
  test.each(telnyx.valid)("accepted: $name", ({ signature, timestamp, body }) => {
    expect(verifyEd25519Signature(telnyx.publicKey, signature, timestamp, body, now)).toBe(true);
    expect(verifyEd25519Signature(telnyx.publicKey, signature, timestamp, `${body}x`, now)).toBe(false);
  });
  test("refused: the same request 400 s later, or from the future, or without a good key", () => {
    const { signature, timestamp, body } = telnyx.valid[0] ?? fail();
    const verify = (key: string, at: number, time = timestamp) =>
      verifyEd25519Signature(key, signature, time, body, at);
    expect(verify(telnyx.publicKey, now + 400_000)).toBe(false);
    expect(verify(telnyx.publicKey, now - 400_000)).toBe(false);
    expect(verify("", now)).toBe(false);
    expect(verify("c2hvcnQ=", now)).toBe(false);
    expect(verify(telnyx.publicKey, now, "soon")).toBe(false);
  });
});

function fail(): never {
  throw new Error("the vectors are missing");
}
