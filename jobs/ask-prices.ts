import { setTimeout as sleep } from "node:timers/promises";
import { askPrice } from "../carriers/twiml/ask-price.ts";
import { claimUnpriced, notePrice } from "../store/messages/keep-prices.ts";
import type { Database } from "../store/open-database.ts";
import type { TextWork } from "./text-work.ts";

const AT_ONCE = 10;
/** Then it rests: after a campaign there are as many to ask for as texts were sent. */
const REST_MS = 500;
/** A carrier that has not said it after so long does not say it. */
const GIVE_UP_MS = 86_400_000;
const AGAIN_MS = 3_600_000;

/** Asks carriers what texts cost that have gone; gives when the next is to be asked for. Nothing waits for it. */
export async function askPrices(
  { query }: Database,
  { send }: TextWork,
  { now, stop }: { now: () => number; stop: AbortSignal },
): Promise<number | null> {
  while (!stop.aborted) {
    const claimed = await claimUnpriced(query, { now: now(), againIn: AGAIN_MS, most: AT_ONCE });
    if (claimed.length === 0) return null;
    for (const text of claimed) {
      // A carrier that is away is asked again in an hour.
      const price = await askPrice(text.connection, text.carrierMessageId, send).catch(() => null);
      if (price !== null || now() - text.sentAt.getTime() > GIVE_UP_MS) await notePrice(query, text, price);
    }
    if (claimed.length < AT_ONCE) continue;
    await sleep(REST_MS, undefined, { signal: stop }).catch(() => {});
  }
  return null;
}
