import { type Kysely, sql } from "kysely";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import type { TextPrice } from "../../carriers/twiml/read-text.ts";
import { CONNECTION_JSON } from "../connection-json.ts";
import type { Schema } from "../schema.ts";

/** A text that a carrier has, and of which it has not told what became of it (`open`), or what it cost. */
export type UntoldText = {
  accountId: string;
  id: string;
  carrierMessageId: string;
  sentAt: Date;
  open: boolean;
  connection: CarrierConnection;
};

/**
 * Claims texts that are to be asked after. Each comes again after an hour, then when five times as long has gone by as
 * since it was sent, unless it is noted.
 */
export async function claimUntold(
  db: Kysely<Schema>,
  { now, most }: { now: number; most: number },
): Promise<UntoldText[]> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<UntoldText>`
    WITH due AS MATERIALIZED (
      SELECT account_id, id FROM text_message WHERE ask_after_at <= ${at}
      ORDER BY ask_after_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE text_message m
      SET ask_after_at = ${at} + greatest(interval '1 hour', 5 * (${at} - coalesce(m.sent_at, m.created_at)))
      FROM due WHERE m.account_id = due.account_id AND m.id = due.id
      RETURNING m.account_id, m.id, m.carrier_id, m.carrier_message_id, coalesce(m.sent_at, m.created_at) AS sent_at,
        m.state = 'sent' AS open
    )
    SELECT c.account_id::text AS "accountId", c.id::text, c.carrier_message_id AS "carrierMessageId", c.sent_at AS "sentAt",
      c.open, ${CONNECTION_JSON} AS connection
    FROM claimed c JOIN account a ON a.id = c.account_id
      JOIN carrier k ON k.account_id = c.account_id AND k.id = c.carrier_id
    WHERE c.carrier_message_id IS NOT NULL`.execute(db);
  return rows;
}

/** Keeps what a text cost; null: nobody says. It is not asked after any more. */
export async function noteAsked(
  db: Kysely<Schema>,
  { accountId, id }: { accountId: string; id: string },
  price: TextPrice | null,
): Promise<void> {
  await sql`UPDATE text_message SET price = coalesce(${price?.amount ?? null}::numeric, price),
      price_unit = coalesce(${price?.unit ?? null}, price_unit), ask_after_at = NULL
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint`.execute(db);
}
