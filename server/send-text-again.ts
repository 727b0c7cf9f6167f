import { canSendAgain } from "../messages/can-send-again.ts";
import { findPlannedText } from "../store/messages/find-text.ts";
import { findLastAgain, type TextToSendAgain } from "../store/messages/find-text-again.ts";
import { copyMedia } from "../store/messages/keep-media.ts";
import { planText } from "../store/messages/plan-text.ts";
import type { Database } from "../store/open-database.ts";
import { findSenderNumber } from "../store/outbound/read-order-facts.ts";
import { chooseWay, refuse, type Written, type WrittenText } from "./write-text.ts";

/**
 * Has a text that failed sent again, as a text of whoever asks: judged as one that they write now, with the same words and
 * pictures, from the same number where it still is one. However often it is asked for, there is one of them under way or
 * sent; only where that failed too another follows.
 */
export async function sendTextAgain(
  { query }: Pick<Database, "query">,
  asked: Pick<WrittenText, "accountId" | "conversation" | "staffId" | "despite" | "now"> & {
    failed: TextToSendAgain;
  },
): Promise<Written> {
  const { accountId, conversation, staffId, now } = asked;
  const failed = (await findLastAgain(query, { accountId, id: asked.failed.id })) ?? asked.failed;
  if (!canSendAgain(failed)) {
    if (failed.id !== asked.failed.id) return { ok: true, id: failed.id };
    return refuse("conflict", null, "Only a text that failed or did not arrive can be sent again.");
  }
  const { phone, number } = failed;
  if (!conversation.phones.includes(phone))
    return refuse(
      "conflict",
      null,
      `${phone} is not a phone of this conversation any more: write a new text.`,
    );
  const there = await findSenderNumber(query, accountId, number);
  const way = await chooseWay(query, asked, phone, there === null ? undefined : number);
  if (!way.ok) return way;
  const key = `again ${failed.id}`;
  return query.transaction().execute(async (db): Promise<Written> => {
    const text = { accountId, kind: "person" as const, number: way.from, phone, body: failed.body, now, key };
    const { leadId } = conversation;
    const id = await planText(db, { ...text, leadId, staffId, againOf: failed.id });
    // Asked twice at once: the other one has planned it.
    if (id === null) return { ok: true, id: (await findPlannedText(db, { accountId, key }))?.id ?? "" };
    await copyMedia(db, { accountId, fromId: failed.id, toId: id, now });
    return { ok: true, id };
  });
}
