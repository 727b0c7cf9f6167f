import { escalateCallback, nextEscalationAt } from "../store/callbacks/escalate-callback.ts";
import type { Database } from "../store/open-database.ts";

/**
 * Hands callbacks that nobody took care of in time to the next person. Gives when the next one is due, in milliseconds;
 * null: none is.
 */
export async function escalateCallbacks(
  { query }: Database,
  { now, stop }: { now: () => number; stop: AbortSignal },
): Promise<number | null> {
  while (!stop.aborted) {
    const handed = await query.transaction().execute((db) => escalateCallback(db, now()));
    if (!handed) break;
  }
  return nextEscalationAt(query);
}
