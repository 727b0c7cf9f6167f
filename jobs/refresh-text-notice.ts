import type { Happening } from "../notify/told-call.ts";
import type { ClaimedNotice } from "../store/notices/claim-notices.ts";
import { readUnseenTexts, withdrawNotice } from "../store/notices/read-unseen-texts.ts";
import type { Delivery } from "./notice-work.ts";

/**
 * What a person's notice says when it is sent: one of texts has those that are unseen by then. Null where all of them were
 * read or answered meanwhile: then it is withdrawn. One that somebody has sent again says what it said.
 */
export async function refreshTextNotice(
  { accountId, id, staff, content, since, createdAt }: ClaimedNotice,
  { database: { query } }: Pick<Delivery, "database">,
): Promise<Happening | null> {
  const { happening, dueAt } = content as { happening: Happening; dueAt?: number };
  const isByHand = since.getTime() !== createdAt.getTime();
  if (happening.event !== "textReceived" || dueAt === undefined || staff === null || isByHand)
    return happening;
  const of = { accountId, staffId: staff.id, phone: happening.text.from };
  const receivedAt = Date.parse(happening.text.receivedAt);
  const unseen = await readUnseenTexts(query, of, { dueAt, receivedAt });
  if (unseen !== null && unseen.length > 0) return { ...happening, unseen };
  await withdrawNotice(query, { ...of, noticeId: id }, { dueAt });
  return null;
}
