import type { CallRecord } from "../calls/call-record.ts";
import type { CallBook } from "../calls/keep-calls.ts";
import { BROWSER } from "../calls/script.ts";
import { type CarrierWord, sweepCalls } from "../calls/sweep-calls.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { findPlacedCalls } from "../carriers/twiml/find-placed-calls.ts";

const NEVER_PLACED: CarrierWord = { live: false, word: "failed", endedAt: null };

/**
 * Ends calls from here whose last event never came. A call of which nobody knows whether the carrier took the order (the
 * process was killed, the answer was lost) is looked for among the carrier's own calls: found, it goes on under its id;
 * not found, it was never placed, and is not placed now. Gives how many were ended.
 */
export async function sweepOutbound(parts: {
  quiet: readonly CallRecord[];
  book: Pick<CallBook, "apply">;
  carrier: (id: string) => CarrierConnection | undefined;
  askCarrier: (connection: CarrierConnection, carrierCallId: string) => Promise<CarrierWord>;
  /** Which of these ids are of other calls from here. */
  readKnown: (record: CallRecord, ids: readonly string[]) => Promise<Set<string>>;
  send: typeof fetch;
  now: () => number;
}): Promise<number> {
  const { book, now } = parts;
  return sweepCalls({ quiet: parts.quiet, book, now, askCarrier: ask });

  async function ask(record: CallRecord): Promise<CarrierWord> {
    const connection = parts.carrier(record.carrierId);
    if (connection === undefined) return null;
    // Whatever comes later is refused: the order is too old by then (admit-browser.ts).
    const isMissing = !record.state.legs[0]?.carrierLegId;
    if (isMissing && record.script.outbound?.via === BROWSER) return NEVER_PLACED;
    const id = record.state.legs[0]?.carrierLegId || (await find(connection, record));
    if (id === "unknown") return null;
    if (id === null) return NEVER_PLACED;
    return parts.askCarrier(connection, id);
  }

  async function find(connection: CarrierConnection, record: CallRecord): Promise<string | null> {
    const { script } = record;
    const to = script.steps[0]?.targets[0]?.destination ?? "";
    try {
      const asked = { from: script.business, to, since: script.startedAt };
      const found = await findPlacedCalls(connection, asked, parts.send);
      const known = await parts.readKnown(record, found);
      // The oldest since the order: what came later was ordered later.
      const id = found.filter((one) => !known.has(one)).at(-1) ?? null;
      if (id !== null) await book.apply(script, { kind: "legsPlaced", at: now(), step: 0, legs: [id] });
      return id;
    } catch {
      return "unknown";
    }
  }
}
