import type { Kysely } from "kysely";
import { hooksOf, writeTextStatusUrl } from "../carriers/hook.ts";
import { NOT_REGISTERED_CODES, OPTED_OUT_CODES } from "../carriers/text-errors.ts";
import { readTextTrouble, type TextTrouble } from "../carriers/text-trouble.ts";
import { findSentMessages, sendMessage } from "../carriers/twiml/send-message.ts";
import { mediaPath } from "../messages/text-media.ts";
import { UNKNOWN_WHETHER_SENT } from "../messages/text-states.ts";
import type { ClaimedText } from "../store/messages/claim-texts.ts";
import { keepOptOut } from "../store/messages/keep-opt-outs.ts";
import { keepUnregistered } from "../store/messages/keep-registration.ts";
import { noteLater, noteOver, noteUnsure, pickUnknown, type SentText } from "../store/messages/note-text.ts";
import type { DueFacts } from "../store/messages/read-due-facts.ts";
import type { Schema } from "../store/schema.ts";
import { judgeDueText } from "./judge-due-text.ts";
import type { TextWork } from "./text-work.ts";

/** Seconds until the next try, by its number: over two hours in all. */
const WAITS = [5, 30, 120, 600, 1_800, 5_400];
/** A carrier that says "too many" without saying for how long. */
const BUSY_SECONDS = 10;
const NOT_OURS = "the number that it comes from is not yours any more";
const DOUBT =
  "It is not known whether it was sent: the carrier could not be asked, so it was not sent a second time";

type Parts = {
  now: () => number;
  facts: DueFacts;
  /** Notes it together with others that are sent at the same time. */
  noteSent: (sent: SentText) => Promise<void>;
};

/** Does what is due for one claimed text: asks whether it was sent already, judges it again, and sends it. */
export async function sendText(
  db: Kysely<Schema>,
  text: ClaimedText,
  { send, publicUrl }: TextWork,
  { now, facts, noteSent }: Parts,
): Promise<void> {
  const { connection, number: from, phone: to, body } = text;
  if (connection === null)
    return noteOver(db, text, { state: "failed", code: "numberGone", error: NOT_OURS, now: now() });
  const sent = (carrierMessageId: string) =>
    noteSent({
      accountId: text.accountId,
      id: text.id,
      carrierId: connection.id,
      carrierMessageId,
      now: now(),
    });
  try {
    if (text.before === "sending") {
      const since = text.sendingAt.getTime();
      const found = await findSentMessages(connection, { from, to, body, since }, send);
      // Where nobody can tell, a person without a text is better off than one with two.
      if (found === null)
        return await noteOver(db, text, {
          state: "failed",
          code: UNKNOWN_WHETHER_SENT,
          error: DOUBT,
          now: now(),
        });
      const there = await pickUnknown(db, text, found);
      if (there !== null) return await sent(there);
    }
    const judged = await judgeDueText(db, text, facts, now());
    if (judged.verdict === "never")
      return await noteOver(db, text, {
        state: "canceled",
        code: judged.reason,
        error: judged.text,
        now: now(),
      });
    if (judged.verdict === "later")
      return await noteLater(db, text, {
        at: judged.at,
        error: judged.why,
        countsAsTry: false,
        pause: false,
        now: now(),
      });
    const statusUrl = writeTextStatusUrl(hooksOf(publicUrl, connection), text);
    const mediaUrls = text.media.map((file) => hooksOf(publicUrl, connection) + mediaPath(file));
    await sent(await sendMessage(connection, { from, to, body, statusUrl, mediaUrls }, send));
  } catch (error) {
    const trouble = readTextTrouble(error);
    if (trouble === null) throw error;
    await noteTrouble(db, text, trouble, now());
  }
}

async function noteTrouble(
  db: Kysely<Schema>,
  text: ClaimedText,
  trouble: TextTrouble,
  now: number,
): Promise<void> {
  const { meaning, words } = trouble;
  const wait = WAITS[text.tries - 1];
  if (meaning === "never") {
    if (OPTED_OUT_CODES.has(trouble.code)) {
      const optOut = { phone: text.phone, since: new Date(now), source: "carrier", said: null } as const;
      await keepOptOut(db, text.accountId, optOut);
    }
    if (NOT_REGISTERED_CODES.has(trouble.code)) await keepUnregistered(db, text, { code: trouble.code, now });
    return noteOver(db, text, { state: "failed", code: trouble.code, error: words, now });
  }
  if (meaning === "later" && trouble.busy) {
    const at = now + (trouble.waitSeconds ?? BUSY_SECONDS) * 1000;
    return noteLater(db, text, { at, error: words, countsAsTry: false, pause: true, now });
  }
  if (wait === undefined) {
    const code = meaning === "unsure" ? UNKNOWN_WHETHER_SENT : "notReached";
    const error = meaning === "unsure" ? `${DOUBT}: ${words}` : words;
    return noteOver(db, text, { state: "failed", code, error, now });
  }
  const at = now + wait * 1000;
  if (meaning === "unsure") return noteUnsure(db, text, { at, error: words, now });
  return noteLater(db, text, { at, error: words, countsAsTry: true, pause: false, now });
}
