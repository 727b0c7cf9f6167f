import { createHash, randomBytes } from "node:crypto";

/** What a one-time link carries after its `#`, and what is kept of it: only the hash. */
export type OneTimeToken = { token: string; hash: Buffer };

/** Makes a token of 32 random bytes; it can't be guessed, so a plain hash is enough. */
export function makeOneTimeToken(random: (size: number) => Buffer = randomBytes): OneTimeToken {
  const token = random(32).toString("base64url");
  return { token, hash: hashOneTimeToken(token) };
}

export function hashOneTimeToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
