import type { Line, Source } from "../calls/line.ts";
import type { Element } from "../documents/parse-document.ts";
import type { Exchange } from "../exchange.ts";

/** How a line's documents came to an end. */
export type Ending = "documentEnded" | "hungUp" | "rejected" | "stopped" | "failed";

/** What a verb has at hand. */
export interface Run {
  exchange: Exchange;
  line: Line;
  /** Address of the running document; relative addresses in it start here. */
  url: string;
  /** Whether nothing of this document ran before. */
  isFirstVerb: boolean;
  /** Runs documents on another line: handed in, so that Dial needn't know who runs it. */
  runLine(line: Line, source: Source): Promise<Ending>;
}

/** What happens after a verb. */
export type Next = { go: "on" } | { go: "fetch"; source: Source } | { go: "end"; ending: Ending };

/** Runs one verb to its end. */
export type Verb = (run: Run, element: Element) => Promise<Next>;

export const ON: Next = { go: "on" };

/** Goes to an address named in the document. */
export function fetchNext(
  run: Run,
  element: Element,
  address: string,
  params: Record<string, string>,
  isAction = true,
): Next {
  return { go: "fetch", source: sourceAt(run, element, address, params, isAction) };
}

/** The source of an address named in the document, with the element's method. */
export function sourceAt(
  run: Run,
  element: Element,
  address: string,
  params: Record<string, string>,
  isAction = true,
): Source {
  const method = element.attributes.method?.toUpperCase() === "GET" ? "GET" : "POST";
  return { from: "url", url: absolute(run, address), method, params, isAction };
}

/** An address of the document made absolute, with its query untouched. */
export function absolute(run: Run, address: string): string {
  if (/^https?:\/\//i.test(address)) return address;
  return new URL(address, run.url).toString();
}

/** A whole-number attribute, or what holds without it. */
export function numberOf(element: Element, name: string, otherwise: number): number {
  const value = Number(element.attributes[name]);
  return element.attributes[name] === undefined || !Number.isFinite(value) ? otherwise : value;
}
