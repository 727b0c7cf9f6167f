import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Packed, packScript, unpackScript } from "./pack-script.ts";
import type { Script } from "./script.ts";

/**
 * Carriers cut an address off at about 2,000 characters; as text of base64 this has 1,600. What is shorter is left as it
 * is: each compression takes memory that V8 collects garbage for, and callers wait for that (docs/performance.md).
 */
const COMPRESS_FROM = 1_200;
/** What is compressed has a few thousand bytes: room for more would be a quarter of a megabyte, taken anew for each. */
const SMALL = { windowBits: 12, memLevel: 5 };
/** Stands before what was compressed; base64url has no such character. */
const COMPRESSED = "~";

/**
 * A continuation is a call's script, written compactly and signed, for the path of a URL: so any node
 * can go on with any call, whether it has a database or not. It holds no secret, and can't be forged.
 * It lives in the path because Twilio sorts the query before it signs (twilio-php issue 790).
 */
export function writeContinuation(secret: Buffer, carrierId: string, script: Script): string {
  const packed = Buffer.from(JSON.stringify(packScript(script)), "utf8");
  const payload =
    packed.length < COMPRESS_FROM
      ? packed.toString("base64url")
      : COMPRESSED + deflateRawSync(packed, SMALL).toString("base64url");
  return `${payload}.${macOf(secret, carrierId, payload).toString("base64url")}`;
}

/** Reads a continuation back; null if this installation didn't write it for this carrier connection. */
export function readContinuation(secret: Buffer, carrierId: string, written: string): Script | null {
  const dot = written.indexOf(".");
  if (dot < 0) return null;
  const payload = written.slice(0, dot);
  const given = Buffer.from(written.slice(dot + 1), "base64url");
  const expected = macOf(secret, carrierId, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // What carries our own signature has the form that we gave it.
  return unpackScript(JSON.parse(unpack(payload).toString("utf8")) as Packed);
}

function unpack(payload: string): Buffer {
  return payload.startsWith(COMPRESSED)
    ? inflateRawSync(Buffer.from(payload.slice(COMPRESSED.length), "base64url"))
    : Buffer.from(payload, "base64url");
}

/** 128 bits suffice for a value that lives as long as a call (RFC 2104 §5). */
function macOf(secret: Buffer, carrierId: string, payload: string): Buffer {
  return createHmac("sha256", keyOf(secret)).update(`${carrierId}\n${payload}`).digest().subarray(0, 16);
}

/** Node takes four times as long for a MAC whose key is a buffer as for one whose key is an object. */
function keyOf(secret: Buffer): KeyObject {
  const key = keys.get(secret) ?? createSecretKey(secret);
  keys.set(secret, key);
  return key;
}

const keys = new WeakMap<Buffer, KeyObject>();
