import { fetchDocument } from "../calls/fetch-document.ts";
import type { Line, Source } from "../calls/line.ts";
import type { Exchange } from "../exchange.ts";

/** Whether an action is still requested of a call whose caller is gone: no carrier promises either. */
export function goneActionWanted(exchange: Exchange): boolean {
  const wanted = exchange.options.callerGoneAction ?? "random";
  return wanted === "random" ? exchange.random() < 0.5 : wanted === "always";
}

/** Requests an action whose answer nobody will hear; its document is still read and checked. */
export async function requestUnheard(exchange: Exchange, line: Line, source: Source): Promise<void> {
  const fetched = await fetchDocument(exchange, line, source);
  if (!fetched.ok) line.log.error(`${fetched.code}: ${fetched.message}`);
}
