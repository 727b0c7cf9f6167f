import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** A business number that carriers do not let send texts, since when, and the carrier's code for why. */
export type UnregisteredNumber = { number: string; code: string; since: Date };

type Of = { accountId: string; number: string };

/** Keeps that carriers block texts from a number; what is known stays. */
export async function keepUnregistered(
  db: Kysely<Schema>,
  { accountId, number }: Of,
  { code, now }: { code: string; now: number },
): Promise<void> {
  await sql`INSERT INTO number_registration (account_id, number, code, since)
    VALUES (${accountId}::bigint, ${number}, ${code}, ${new Date(now)}) ON CONFLICT DO NOTHING`.execute(db);
}

export async function listUnregistered(db: Kysely<Schema>, accountId: string): Promise<UnregisteredNumber[]> {
  const { rows } = await sql<UnregisteredNumber>`SELECT r.number, r.code, r.since FROM number_registration r
      JOIN number n ON n.account_id = r.account_id AND n.number = r.number
    WHERE r.account_id = ${accountId}::bigint ORDER BY r.number`.execute(db);
  return rows;
}

/** A number may send again: its texts that waited for it go at once. False where nothing was known against it. */
export async function keepRegistered(
  db: Kysely<Schema>,
  { accountId, number }: Of,
  now: number,
): Promise<boolean> {
  const { rows } = await sql`WITH known AS (
      DELETE FROM number_registration WHERE account_id = ${accountId}::bigint AND number = ${number} RETURNING number
    ), waiting AS (
      UPDATE text_message m SET next_try_at = ${new Date(now)}, error = NULL FROM known
      WHERE m.account_id = ${accountId}::bigint AND m.number = known.number AND m.state = 'queued'
        AND m.next_try_at > ${new Date(now)} AND m.due_at <= ${new Date(now)}
    ) SELECT FROM known`.execute(db);
  return rows.length > 0;
}
