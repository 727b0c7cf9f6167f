import { createHash } from "node:crypto";
import type { CallId } from "../routing/values.ts";

/**
 * The id of a call, made from the carrier's own: so a repeated arrival is the same call on every
 * node, with or without a database. UUID version 8, a hash (RFC 9562 §5.8).
 */
export function nameCall(carrierId: string, carrierCallId: string): CallId {
  const hash = createHash("sha256").update(`${carrierId}\n${carrierCallId}`).digest("hex");
  const variant = "89ab".charAt(Number.parseInt(hash.charAt(16), 16) & 3);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-") as CallId;
}
