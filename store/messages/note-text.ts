import { type Kysely, sql } from "kysely";
import { TELL_CONVERSATION_SQL } from "../conversations/touch-conversation.ts";
import type { Schema } from "../schema.ts";

export type TextKey = { accountId: string; id: string };

const TELL = sql.raw(TELL_CONVERSATION_SQL);
const KEY = ({ accountId, id }: TextKey) => sql`account_id = ${accountId}::bigint AND id = ${id}::bigint`;

/** The carrier has the text. What it told meanwhile of its fate stands. */
export async function noteSent(
  db: Kysely<Schema>,
  key: TextKey,
  { carrierId, carrierMessageId, now }: { carrierId: string; carrierMessageId: string; now: number },
): Promise<void> {
  const at = new Date(now);
  await sql`UPDATE text_message m SET carrier_id = ${carrierId}, carrier_message_id = ${carrierMessageId},
      state = CASE WHEN state = 'sending' THEN 'sent' ELSE state END, error_code = NULL, error = NULL,
      next_try_at = NULL, sent_at = coalesce(sent_at, ${at}), changed_at = ${at}
    WHERE ${KEY(key)} RETURNING ${TELL}`.execute(db);
}

/** The text was surely not sent, and is to be sent later. `pause`: the whole number waits so long. */
export async function noteLater(
  db: Kysely<Schema>,
  key: TextKey,
  again: { at: number; error: string | null; countsAsTry: boolean; pause: boolean; now: number },
): Promise<void> {
  const at = new Date(again.at);
  await sql`WITH later AS (
      UPDATE text_message m SET state = 'queued', next_try_at = ${at}, error = ${again.error},
        tries = CASE WHEN ${again.countsAsTry} THEN tries ELSE tries - 1 END, changed_at = ${new Date(again.now)}
      WHERE ${KEY(key)} AND state = 'sending' RETURNING account_id, number
    )
    UPDATE text_pace p SET next_at = greatest(p.next_at, ${at}::timestamptz)
    FROM later WHERE ${again.pause} AND p.account_id = later.account_id AND p.number = later.number`.execute(
    db,
  );
}

/** It is not known whether the text was sent; the carrier is asked later. */
export async function noteUnsure(
  db: Kysely<Schema>,
  key: TextKey,
  again: { at: number; error: string; now: number },
): Promise<void> {
  await sql`UPDATE text_message m SET next_try_at = ${new Date(again.at)}, error = ${again.error},
      changed_at = ${new Date(again.now)}
    WHERE ${KEY(key)} AND state = 'sending' RETURNING ${TELL}`.execute(db);
}

/** The text will not be sent any more: `failed` by the carrier or by doubt, `canceled` by us. */
export async function noteOver(
  db: Kysely<Schema>,
  key: TextKey,
  over: { state: "failed" | "canceled"; code: string; error: string; now: number },
): Promise<void> {
  await sql`UPDATE text_message m SET state = ${over.state}, error_code = ${over.code}, error = ${over.error},
      next_try_at = NULL, changed_at = ${new Date(over.now)}
    WHERE ${KEY(key)} AND state = 'sending' RETURNING ${TELL}`.execute(db);
}

/** The first of these keys that none of the account's other texts has. */
export async function pickUnknown(
  db: Kysely<Schema>,
  { accountId, id }: TextKey,
  carrierMessageIds: readonly string[],
): Promise<string | null> {
  if (carrierMessageIds.length === 0) return null;
  const { rows } = await sql<{ id: string }>`SELECT carrier_message_id AS id FROM text_message
    WHERE account_id = ${accountId}::bigint AND id <> ${id}::bigint
      AND carrier_message_id = ANY (${carrierMessageIds}::text[])`.execute(db);
  const known = new Set(rows.map((row) => row.id));
  return carrierMessageIds.find((one) => !known.has(one)) ?? null;
}
