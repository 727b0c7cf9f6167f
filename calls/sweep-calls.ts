import type { CallRecord } from "./call-record.ts";
import type { CallBook } from "./keep-calls.ts";

/** A call that goes on but is quiet is looked at after this long, and then again and again. */
export const QUIET_MS = 120_000;
/** No call lasts longer: the longest talk is 4 h (the time limit of every Dial), plus ringing and message. */
const LONGEST_MS = 5 * 3_600_000;

/**
 * What the carrier says of a call: `live`, or its word for the end and when that was (milliseconds,
 * null where it doesn't say); null where it couldn't be asked.
 */
export type CarrierWord = { live: true } | { live: false; word: string; endedAt: number | null } | null;

/**
 * Ends calls whose last event never came. The carrier is asked first; only if it can't be asked for
 * longer than any call lasts is the call ended without its word. Gives how many were ended.
 */
export async function sweepCalls(parts: {
  quiet: readonly CallRecord[];
  book: Pick<CallBook, "apply">;
  askCarrier: (record: CallRecord) => Promise<CarrierWord>;
  now: () => number;
}): Promise<number> {
  let ended = 0;
  for (const record of parts.quiet) {
    const said = await parts.askCarrier(record);
    const tooLong = parts.now() - record.script.startedAt > LONGEST_MS;
    if (said === null ? !tooLong : said.live) continue;
    const { word, endedAt } = said === null || said.live ? { word: "failed", endedAt: null } : said;
    await parts.book.apply(record.script, {
      kind: "callEnded",
      at: Math.min(Math.max(endedAt ?? parts.now(), record.script.startedAt), parts.now()),
      carrierWord: word,
      by: "sweep",
    });
    ended += 1;
  }
  return ended;
}
