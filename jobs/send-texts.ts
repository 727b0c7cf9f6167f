import { analyzeGrown } from "../store/analyze-grown.ts";
import { gatherWork } from "../store/gather-work.ts";
import { type ClaimedText, claimTexts, nextTextAt } from "../store/messages/claim-texts.ts";
import { noteSent, type SentText } from "../store/messages/note-text.ts";
import { type DueFacts, readDueFacts } from "../store/messages/read-due-facts.ts";
import type { Database } from "../store/open-database.ts";
import { holdBeside, leaveRoom, NO_CALLS, textsBeside } from "./calls-now.ts";
import type { JobLog } from "./job-log.ts";
import { sendText } from "./send-text.ts";
import type { TextWork } from "./text-work.ts";

/** Requests at the same time. A carrier that answers in a tenth of a second takes 640 texts a second so. */
const AT_ONCE = 64;
/** Texts claimed together beside calls are those of so much time. */
const BESIDE_CALLS_SECONDS = 0.5;
/** Claimed at the least while others are on their way: fewer are not worth their statement. */
const WORTH_CLAIMING = 8;
/** How often is looked whether the tables of texts have grown so much that PostgreSQL has to count them. */
const COUNT_MS = 1_000;
/** How soon is looked whether other numbers have their turn, while some texts are on their way. */
const LOOK_MS = 50;

/**
 * Sends the texts that are due, each number at its pace and many at the same time, until none may go yet; few while calls
 * come in. Gives when the next one may, in milliseconds; null: none is waiting.
 */
export async function sendTexts(
  database: Database,
  work: TextWork,
  parts: { now: () => number; log: JobLog; stop: AbortSignal },
): Promise<number | null> {
  const { query } = database;
  const lines = work.lines ?? database;
  const { now, log, stop } = parts;
  const callsNow = work.callsNow ?? (() => NO_CALLS);
  const gathered = gatherWork<SentText, void>({
    run: async (texts) => {
      await noteSent(lines, texts);
      return texts.map(() => undefined);
    },
    isShared: () => false,
    lanes: 1,
    most: AT_ONCE,
    holdMs: () => holdBeside(callsNow()),
  });
  const flying = new Set<Promise<void>>();
  const send = async (text: ClaimedText, facts: DueFacts): Promise<void> => {
    try {
      await sendText(query, text, work, { now, facts, noteSent: gathered });
    } catch (error) {
      // One that breaks must not take its neighbours along.
      const { accountId, id } = text;
      log.error({ err: error, accountId, id }, "A text could not be sent; it is looked at again");
    }
  };
  let countAt = 0;
  while (!stop.aborted) {
    await leaveRoom(callsNow, stop);
    const beside = Math.ceil(textsBeside(callsNow()) * BESIDE_CALLS_SECONDS);
    const room = Math.min(AT_ONCE - flying.size, beside);
    const worth = Math.min(WORTH_CLAIMING, beside);
    const claimed = room < worth ? [] : await claimTexts(lines, { now: now(), most: room });
    if (claimed.length === 0) {
      if (flying.size === 0) break;
      await (room < worth ? Promise.race(flying) : allWithin(flying, LOOK_MS));
      continue;
    }
    const factsOf = await readDueFacts(lines, claimed);
    for (const text of claimed) {
      const sending = send(text, factsOf(text)).finally(() => flying.delete(sending));
      flying.add(sending);
      // One after the other beside calls, as evenly as they may go; what was claimed waits seconds at the most.
      await leaveRoom(callsNow, stop, 1);
    }
    if (performance.now() > countAt) {
      await analyzeGrown(database, ["text_message", "outreach"]);
      countAt = performance.now() + COUNT_MS;
    }
  }
  await Promise.all(flying);
  return nextTextAt(lines);
}

/** Waits until all of them are done, but not longer than this. */
async function allWithin(work: ReadonlySet<Promise<void>>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([Promise.all(work), late]);
  clearTimeout(timer);
}
