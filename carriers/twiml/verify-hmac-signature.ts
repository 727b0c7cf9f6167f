import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Form } from "./read-form.ts";

/**
 * Twilio's request signature, also SignalWire's: base64(HMAC-SHA1(key, URL + each POST field's name
 * and value, sorted by name)). https://www.twilio.com/docs/usage/security#validating-requests
 * `url` is the public one, never the Host header's. Any of `keys` may have signed (key rotation).
 */
export function verifyHmacSignature(
  keys: readonly string[],
  signature: string,
  url: string,
  form: Form,
): Proof {
  if (signature === "") return "none";
  const fields = joinFields(form, NONE);
  if (matches(keys, signature, url, fields)) return "whole";
  if (!UNSURE.some((name) => form.has(name))) return "none";
  // Seen in the field: these two were added after signing. They are never trusted then (carriers.md §6).
  return matches(keys, signature, url, joinFields(form, UNSURE)) ? "part" : "none";
}

/** How much of a request its signature proves; `part`: all but the fields that some carriers may add after signing. */
export type Proof = "none" | "part" | "whole";

/** The same for a JSON body, whose hash stands in the URL as `bodySHA256`. */
export function verifyHmacBody(
  keys: readonly string[],
  signature: string,
  url: string,
  body: string,
): boolean {
  if (signature === "") return false;
  const claimed = Buffer.from(new URL(url).searchParams.get("bodySHA256") ?? "", "hex");
  const actual = createHash("sha256").update(body).digest();
  if (claimed.length !== actual.length || !timingSafeEqual(claimed, actual)) return false;
  return matches(keys, signature, url, "");
}

const UNSURE: readonly string[] = ["CallToken", "StirVerstat"];
const NONE: readonly string[] = [];

function joinFields(form: Form, without: readonly string[]): string {
  let joined = "";
  for (const name of [...form.keys()].sort()) {
    if (without.includes(name)) continue;
    const values = form.get(name) ?? [];
    if (values.length === 1) joined += name + values[0];
    else for (const value of [...new Set(values)].sort()) joined += name + value;
  }
  return joined;
}

function matches(keys: readonly string[], signature: string, url: string, fields: string): boolean {
  const given = Buffer.from(signature, "base64");
  const isSigned = (spelling: string) =>
    keys.some((key) => {
      const expected = createHmac("sha1", key).update(spelling).update(fields, "utf8").digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  return isSigned(url) || otherSpellings(url).some(isSigned);
}

/**
 * Carriers sign the URL with the usual port, or without, whichever way it was written; and Twilio
 * leaves out a port of an https URL altogether.
 */
function otherSpellings(url: string): string[] {
  const [, scheme = "", authority = "", rest = ""] = /^(https?):\/\/([^/?#]*)(.*)$/s.exec(url) ?? [];
  const bare = authority.replace(/:\d+$/, "");
  const port = scheme === "https" ? "443" : "80";
  const places = [`${bare}:${port}`, ...(scheme === "https" || authority === bare ? [bare] : [])];
  const forms = [url, ...places.map((place) => `${scheme}://${place}${rest}`)];
  // A quote in the query may have been signed in its escaped form.
  const escaped = url.includes("'") ? forms.map((form) => form.replaceAll("'", "%27")) : [];
  return [...forms.slice(1), ...escaped];
}
