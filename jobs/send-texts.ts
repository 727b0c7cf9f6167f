import { claimTexts, nextTextAt } from "../store/messages/claim-texts.ts";
import type { Database } from "../store/open-database.ts";
import type { JobLog } from "./job-log.ts";
import { sendText } from "./send-text.ts";
import type { TextWork } from "./text-work.ts";

/** Requests at the same time: each of another number. */
const AT_ONCE = 8;

/**
 * Sends the texts that are due, one of each number at a time, until none may go yet. Gives when the next one may, in
 * milliseconds; null: none is waiting.
 */
export async function sendTexts(
  database: Database,
  work: TextWork,
  parts: { now: () => number; log: JobLog; stop: AbortSignal },
): Promise<number | null> {
  while (!parts.stop.aborted) {
    const claimed = await claimTexts(database.query, { now: parts.now(), most: AT_ONCE });
    if (claimed.length === 0) break;
    // One that breaks must not take its neighbours along: their answers are still to be noted.
    const ended = await Promise.allSettled(
      claimed.map((text) => sendText(database.query, text, work, parts)),
    );
    for (const [index, one] of ended.entries()) {
      const { accountId = "", id = "" } = claimed[index] ?? {};
      if (one.status === "rejected")
        parts.log.error(
          { err: one.reason, accountId, id },
          "A text could not be sent; it is looked at again",
        );
    }
  }
  return nextTextAt(database.query);
}
