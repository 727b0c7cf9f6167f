import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** A Telnyx request is good for five minutes, as in Telnyx's own library. */
const TOLERANCE_MS = 300_000;

/** The bytes that precede a raw Ed25519 key in its DER form (RFC 8410 §4). */
const DER_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

const keys = new Map<string, KeyObject | null>();

/**
 * Telnyx's signature: Ed25519 over `timestamp|body`, both as received.
 * `publicKey` is base64 of 32 bytes, `timestamp` Unix seconds, `now` milliseconds.
 */
export function verifyEd25519Signature(
  publicKey: string,
  signature: string,
  timestamp: string,
  body: string,
  now: number,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return false;
  const key = readKey(publicKey);
  const given = Buffer.from(signature, "base64");
  if (key === null || given.length !== 64) return false;
  return verify(null, Buffer.from(`${timestamp}|${body}`, "utf8"), key, given);
}

function readKey(publicKey: string): KeyObject | null {
  const known = keys.get(publicKey);
  if (known !== undefined) return known;
  const raw = Buffer.from(publicKey, "base64");
  const key =
    raw.length === 32
      ? createPublicKey({ key: Buffer.concat([DER_PREFIX, raw]), format: "der", type: "spki" })
      : null;
  if (keys.size > 1_000) keys.clear();
  keys.set(publicKey, key);
  return key;
}
