import type { Exchange } from "../exchange.ts";
import { signatureHeaders } from "./sign-request.ts";

/** One webhook to be sent. */
export interface Hook {
  kind: "document" | "status" | "recording" | "message" | "media";
  method: "GET" | "POST";
  url: string;
  params: Record<string, string>;
  /** A JSON body instead of a form. */
  json?: unknown;
  callSid?: string;
}

/** What goes over the wire: address, headers, body. */
export interface WireRequest {
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Signs a webhook and gives it the form that the carrier sends. */
export function buildRequest(exchange: Exchange, hook: Hook, idempotencyToken: string): WireRequest {
  const form = new URLSearchParams(hook.params).toString();
  const asked = hook.method === "GET" && form !== "" ? sortQuery(withQuery(hook.url, form)) : hook.url;
  const body = hook.method === "GET" ? undefined : hook.json === undefined ? form : JSON.stringify(hook.json);
  const signedParams = hook.method === "POST" && hook.json === undefined ? { ...hook.params } : {};
  for (const name of exchange.options.unsignedParams ?? []) delete signedParams[name];
  const headers: Record<string, string> = {
    accept: "*/*",
    "user-agent": { twilio: "TwilioProxy/1.1", signalwire: "SignalWire/1.0", telnyx: "telnyx-webhooks" }[
      exchange.kind
    ],
    ...signatureHeaders(exchange, asked, signedParams, body ?? ""),
  };
  if (body !== undefined) {
    headers["content-type"] =
      hook.json === undefined ? "application/x-www-form-urlencoded; charset=UTF-8" : "application/json";
  }
  if (exchange.kind === "twilio") headers["I-Twilio-Idempotency-Token"] = idempotencyToken;
  const url = new URL(exchange.kind === "twilio" ? sortQuery(asked) : asked);
  url.hash = "";
  if (url.username !== "" || url.password !== "") {
    const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.authorization = `Basic ${Buffer.from(user).toString("base64")}`;
    url.username = "";
    url.password = "";
  }
  return { url: url.toString(), headers, body };
}

function withQuery(url: string, query: string): string {
  const [before = "", fragment] = url.split("#", 2);
  const joined = `${before}${before.includes("?") ? "&" : "?"}${query}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/**
 * Twilio signs the URL as given but sends its query parameters sorted, so that an unsorted action URL fails the
 * receiver's check: https://github.com/twilio/twilio-php/issues/790
 */
function sortQuery(url: string): string {
  const [before = "", fragment] = url.split("#", 2);
  const at = before.indexOf("?");
  if (at < 0) return url;
  const sorted = before
    .slice(at + 1)
    .split("&")
    .sort()
    .join("&");
  return `${before.slice(0, at)}?${sorted}${fragment === undefined ? "" : `#${fragment}`}`;
}
