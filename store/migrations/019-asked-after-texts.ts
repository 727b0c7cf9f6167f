import { type Kysely, sql } from "kysely";

/** Carriers are asked not only what a text cost, but also what became of it where they have not told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  "ALTER TABLE text_message RENAME COLUMN price_due_at TO ask_after_at",
  "ALTER INDEX text_message_price_due RENAME TO text_message_ask_after",
  // Of what was sent until now and not told of, today's may still be known.
  `UPDATE text_message SET ask_after_at = now() WHERE direction = 'out' AND state = 'sent' AND ask_after_at IS NULL
    AND carrier_message_id IS NOT NULL AND sent_at > now() - interval '1 day'`,
];
