import { type Kysely, sql } from "kysely";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import type { Schema } from "../schema.ts";

/** A text that a carrier has, and whose price it has not told. */
export type UnpricedText = {
  accountId: string;
  id: string;
  carrierMessageId: string;
  sentAt: Date;
  connection: CarrierConnection;
};

/** Claims texts whose price is to be asked for; each comes again after a while, unless it is noted. */
export async function claimUnpriced(
  db: Kysely<Schema>,
  { now, againIn, most }: { now: number; againIn: number; most: number },
): Promise<UnpricedText[]> {
  const { rows } = await sql<UnpricedText>`
    WITH due AS MATERIALIZED (
      SELECT account_id, id FROM text_message WHERE price_due_at <= ${new Date(now)}
      ORDER BY price_due_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE text_message m SET price_due_at = ${new Date(now + againIn)}
      FROM due WHERE m.account_id = due.account_id AND m.id = due.id
      RETURNING m.account_id, m.id, m.carrier_id, m.carrier_message_id, coalesce(m.sent_at, m.created_at) AS sent_at
    )
    SELECT c.account_id::text AS "accountId", c.id::text, c.carrier_message_id AS "carrierMessageId", c.sent_at AS "sentAt",
      json_build_object('id', k.id, 'accountId', k.account_id::text, 'country', a.country, 'kind', k.kind,
        'accountSid', k.account_sid, 'authToken', k.auth_token, 'credentials', k.credentials,
        'apiBaseUrl', k.api_base_url) AS connection
    FROM claimed c JOIN account a ON a.id = c.account_id
      JOIN carrier k ON k.account_id = c.account_id AND k.id = c.carrier_id
    WHERE c.carrier_message_id IS NOT NULL`.execute(db);
  return rows;
}

/** Keeps what a text cost; null: nobody says. It is not asked for any more. */
export async function notePrice(
  db: Kysely<Schema>,
  { accountId, id }: { accountId: string; id: string },
  price: { amount: string; unit: string } | null,
): Promise<void> {
  await sql`UPDATE text_message SET price = ${price?.amount ?? null}::numeric, price_unit = ${price?.unit ?? null},
      price_due_at = NULL
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint`.execute(db);
}
