import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** Told when something of a conversation changed; the payload is the account's id and the phone. */
export const CONVERSATIONS_CHANGED = "ringright_conversations";

/** How a row of `conversation AS c` takes in what happened: times only go on, whatever comes late. */
export const OVER_CONVERSATION_SQL = `ON CONFLICT (account_id, phone) DO UPDATE SET
  number = CASE WHEN excluded.last_at >= c.last_at THEN excluded.number ELSE c.number END,
  last_at = greatest(c.last_at, excluded.last_at), received_at = greatest(c.received_at, excluded.received_at),
  answered_at = greatest(c.answered_at, excluded.answered_at)`;
export const OVER_CONVERSATION: RawBuilder<unknown> = sql.raw(OVER_CONVERSATION_SQL);

/**
 * For RETURNING of a statement that changes texts `m`: tells whoever looks at the conversation. A campaign's texts are
 * too many: who looks at one of those conversations sees it with the next thing that happens there.
 */
export const TELL_CONVERSATION_SQL = `CASE WHEN m.kind <> 'campaign' THEN
  pg_notify('${CONVERSATIONS_CHANGED}', m.account_id || ':' || m.phone) END`;

/** Keeps that something happened between a phone and a business number, and tells whoever looks. Moments in milliseconds. */
export async function touchConversation(
  db: Kysely<Schema>,
  happened: { accountId: string; phone: string; number: string; at: number; answered: boolean },
): Promise<void> {
  const { accountId, phone, number, at, answered } = happened;
  await sql`WITH touched AS (
      INSERT INTO conversation AS c (account_id, phone, number, last_at, answered_at)
      VALUES (${accountId}::bigint, ${phone}, ${number}, ${new Date(at)}, ${answered ? new Date(at) : null})
      ${OVER_CONVERSATION}
    ) SELECT pg_notify(${CONVERSATIONS_CHANGED}, ${`${accountId}:${phone}`})`.execute(db);
}
