import { createHash, randomBytes } from "node:crypto";

/** A new API key. Only its hash is kept; the hint tells one key from another in a list. */
export type NewApiKey = { key: string; hash: Buffer; hint: string };

const SHAPE = /^rr_[A-Za-z0-9_-]{43}$/;

/** Makes an API key: `rr_` and 32 random bytes in base64url. `random` gives so many random bytes. */
export function makeApiKey(random: (size: number) => Buffer = randomBytes): NewApiKey {
  const key = `rr_${random(32).toString("base64url")}`;
  return { key, hash: hashApiKey(key), hint: `${key.slice(0, 7)}…` };
}

/** What is kept of a key. A plain hash is enough: 256 random bits can't be guessed. */
export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** The key in an Authorization header; null where there is none, or nothing that could be one. */
export function readBearer(header: string | undefined): string | null {
  const key = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
  return key !== undefined && SHAPE.test(key) ? key : null;
}
