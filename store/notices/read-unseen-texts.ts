import { type Kysely, sql } from "kysely";
import { wantsPerson } from "../../messages/wants-person.ts";
import type { UnseenText } from "../../notify/told-call.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Of = { accountId: string; staffId: string; phone: string };

/** More are not read in a notice. */
const MOST = 20;
/** What is older was told of before. */
const DAY_MS = 86_400_000;

/**
 * What a staff member has not seen of a conversation's texts, the oldest first, nor anybody answered; null where another
 * notice than the one due at `dueAt` tells of it.
 */
export async function readUnseenTexts(
  db: Db,
  { accountId, staffId, phone }: Of,
  { dueAt, receivedAt }: { dueAt: number; receivedAt: number },
): Promise<UnseenText[] | null> {
  const { rows: known } = await sql<{ toldAt: Date | null; seenAt: Date | null }>`
    SELECT r.told_at AS "toldAt", greatest(r.read_at, c.answered_at) AS "seenAt"
    FROM conversation c LEFT JOIN conversation_read r
      ON r.account_id = c.account_id AND r.staff_id = ${staffId}::bigint AND r.phone = c.phone
    WHERE c.account_id = ${accountId}::bigint AND c.phone = ${phone}`.execute(db);
  const { toldAt = null, seenAt = null } = known[0] ?? {};
  if (toldAt?.getTime() !== dueAt) return null;
  const since = Math.max(receivedAt - DAY_MS, seenAt?.getTime() ?? 0);
  const { rows } = await sql<{ at: Date; text: string; media: number }>`
    SELECT m.created_at AS at, m.body AS text, (SELECT count(*)::int FROM text_media x
      WHERE x.account_id = m.account_id AND x.message_id = m.id) AS media
    FROM text_message m
    WHERE m.account_id = ${accountId}::bigint AND m.phone = ${phone} AND m.kind = 'inbound'
      AND m.created_at > ${new Date(since)} ORDER BY m.created_at DESC, m.id DESC LIMIT ${MOST}`.execute(db);
  return rows
    .filter(({ text }) => wantsPerson(text) !== "never")
    .map(({ at, ...text }) => ({ ...text, at: at.toISOString() }))
    .toReversed();
}

/** A notice of texts that were seen before it was sent is none any more, and they were not told of them by it. */
export async function withdrawNotice(
  db: Db,
  of: Of & { noticeId: string },
  { dueAt }: { dueAt: number },
): Promise<void> {
  await sql`WITH withdrawn AS (
      DELETE FROM notice WHERE account_id = ${of.accountId}::bigint AND id = ${of.noticeId}::bigint
    )
    UPDATE conversation_read SET told_at = NULL WHERE account_id = ${of.accountId}::bigint
      AND staff_id = ${of.staffId}::bigint AND phone = ${of.phone} AND told_at = ${new Date(dueAt)}`.execute(
    db,
  );
}
