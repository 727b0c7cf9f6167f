import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** The key that a Telnyx account signs its webhooks with. */
export interface TelnyxKeyPair {
  privateKey: KeyObject;
  /** base64 of the 32 raw bytes, as the portal shows it. */
  publicKey: string;
}

/** A throw-away ed25519 pair. */
export function generateTelnyxKeyPair(): TelnyxKeyPair {
  const { privateKey } = generateKeyPairSync("ed25519");
  return { privateKey, publicKey: rawPublicKey(privateKey) };
}

/** The pair of a private key in PEM. */
export function telnyxKeyPairOf(pem: string): TelnyxKeyPair {
  const privateKey = createPrivateKey(pem);
  return { privateKey, publicKey: rawPublicKey(privateKey) };
}

function rawPublicKey(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return der.subarray(-32).toString("base64");
}

/** base64(ed25519(`${timestamp}|${raw body}`)); the same scheme for form posts and JSON events. */
export function signTelnyx(timestamp: string, body: string, key: KeyObject): string {
  return sign(null, Buffer.from(`${timestamp}|${body}`, "utf8"), key).toString("base64");
}
