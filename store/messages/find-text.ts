import { type Kysely, sql } from "kysely";
import type { TextState } from "../../messages/text-states.ts";
import type { Schema } from "../schema.ts";

/** A text that was planned under a key, with what became of it; null where none was. */
export async function findPlannedText(
  db: Kysely<Schema>,
  { accountId, key }: { accountId: string; key: string },
): Promise<{ id: string; state: TextState; error: string | null; sentAt: Date | null } | null> {
  const { rows } = await sql<{ id: string; state: TextState; error: string | null; sentAt: Date | null }>`
    SELECT id::text, state, error, sent_at AS "sentAt" FROM text_message
    WHERE account_id = ${accountId}::bigint AND dedupe_key = ${key}`.execute(db);
  return rows[0] ?? null;
}

/** The business number that a staff member is texted from: the one that was called, else the default; null: none. */
export async function findTextingNumber(
  db: Kysely<Schema>,
  accountId: string,
  called: string | null,
): Promise<string | null> {
  const { rows } = await sql<{ number: string }>`
    SELECT n.number FROM number n JOIN account a ON a.id = n.account_id
    WHERE a.id = ${accountId}::bigint AND n.number IN (${called}::text, a.default_outbound_number)
    ORDER BY n.number IS NOT DISTINCT FROM ${called}::text DESC LIMIT 1`.execute(db);
  return rows[0]?.number ?? null;
}
