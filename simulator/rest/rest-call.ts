import type { Exchange } from "../exchange.ts";

/** One request to the REST API, authorised and taken apart. */
export interface RestCall {
  exchange: Exchange;
  method: string;
  url: URL;
  /** The path below the account, without .json: ["Calls", "CA…"]. */
  path: readonly string[];
  /** Form or JSON fields; a repeated name is a list. */
  fields: URLSearchParams;
  json: Record<string, unknown>;
}

/** A field that is a list of words, sent repeated or in one string. */
export function wordsOf(fields: URLSearchParams, name: string): string[] {
  return fields
    .getAll(name)
    .flatMap((value) => value.split(/[\s,]+/))
    .filter((word) => word !== "");
}

/** "GET" or "POST" of a field, POST by default. */
export function methodOf(fields: URLSearchParams, name: string): "GET" | "POST" {
  return fields.get(name)?.toUpperCase() === "GET" ? "GET" : "POST";
}

/**
 * Reports fields that the real API would drop without a word: almost always a misspelling.
 */
export function reportUnknown(call: RestCall, known: readonly string[]): void {
  for (const name of new Set(call.fields.keys())) {
    if (known.includes(name)) continue;
    const what = `REST: unknown parameter ${name} for ${call.method} ${call.path.join("/")}`;
    call.exchange.violations.push({ at: call.exchange.clock.now(), what, url: call.url.toString() });
  }
}
