import { setTimeout as sleep } from "node:timers/promises";
import { askText } from "../carriers/twiml/ask-text.ts";
import { claimUntold, noteAsked } from "../store/messages/ask-after.ts";
import { tellTexts } from "../store/messages/keep-told-texts.ts";
import type { Database } from "../store/open-database.ts";
import type { TextWork } from "./text-work.ts";

const AT_ONCE = 10;
/** Then it rests: after a campaign there are as many to ask after as texts were sent. */
const REST_MS = 500;
/** A carrier that has not said it after so long does not say it. */
const GIVE_UP_MS = 86_400_000;

/**
 * Asks carriers after texts that they have: what became of one of which they have told nothing for a while, as when that was
 * told while nobody was here (no carrier tells it again), and what one cost. Gives when the next is to be asked after. Nothing
 * waits for it.
 */
export async function askAfterTexts(
  { query, pool }: Database,
  { send }: TextWork,
  { now, stop }: { now: () => number; stop: AbortSignal },
): Promise<number | null> {
  while (!stop.aborted) {
    const claimed = await claimUntold(query, { now: now(), most: AT_ONCE });
    if (claimed.length === 0) return null;
    for (const text of claimed) {
      const { accountId, id, connection, carrierMessageId } = text;
      // A carrier that is away is asked again later.
      const told = await askText(connection, carrierMessageId, send).catch(() => null);
      const at = now();
      if (text.open && told !== null && told.state !== null && told.state !== "sent")
        await tellTexts(pool, [{ connection, told: { ...told, key: { accountId, id } }, at }]);
      else if (at - text.sentAt.getTime() > GIVE_UP_MS || (!text.open && told?.price != null))
        await noteAsked(query, text, told?.price ?? null);
    }
    if (claimed.length < AT_ONCE) continue;
    await sleep(REST_MS, undefined, { signal: stop }).catch(() => {});
  }
  return null;
}
