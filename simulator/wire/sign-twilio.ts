import { createHmac } from "node:crypto";

/** Form parameters; a list is a repeated name. */
export type FormParams = Record<string, string | readonly string[]>;

/**
 * The URL as Twilio signs it: an https URL loses its port, an http URL keeps it, user and password stay, the
 * fragment (connection overrides) never leaves the carrier.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signedUrl(url: string): string {
  const plain = url.replace(/#.*$/s, "");
  return plain.replace(/^(https:\/\/(?:[^/?@]*@)?[^/?:]*):\d+/i, "$1");
}

/** base64(HMAC-SHA1(token, url + each name and value in the order of names)); equal values of one name count once. */
export function signTwilio(url: string, params: FormParams, token: string): string {
  const text = Object.keys(params)
    .sort()
    .map((name) => {
      const value = params[name];
      if (value === undefined) return "";
      const values = typeof value === "string" ? [value] : [...new Set(value)].sort();
      return values.map((one) => name + one).join("");
    })
    .join("");
  return createHmac("sha1", token)
    .update(url + text, "utf8")
    .digest("base64");
}
