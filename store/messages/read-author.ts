import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** Who writes, and for which business: what templates speak of. */
export async function readAuthor(
  db: Kysely<Schema>,
  accountId: string,
  staffId: string | null,
): Promise<{ business: string; me: string | null }> {
  const { rows } = await sql<{ business: string; me: string | null }>`SELECT a.name AS business,
      (SELECT s.name FROM staff s WHERE s.account_id = a.id AND s.id = ${staffId}::bigint) AS me
    FROM account a WHERE a.id = ${accountId}::bigint`.execute(db);
  return rows[0] ?? { business: "", me: null };
}

/** The label of the number that would be written from, or the number: the staff member's own, the one used last, the default. */
export async function findLine(
  db: Kysely<Schema>,
  accountId: string,
  staffId: string | null,
  used: string | null,
): Promise<string | null> {
  const { rows } = await sql<{ line: string }>`SELECT coalesce(n.label, n.number) AS line FROM number n
      JOIN account a ON a.id = n.account_id
    WHERE n.account_id = ${accountId}::bigint
      AND (n.user_id = ${staffId}::bigint OR n.number = ${used}::text OR n.number = a.default_outbound_number)
    ORDER BY n.user_id IS NOT DISTINCT FROM ${staffId}::bigint AND n.user_id IS NOT NULL DESC,
      n.number IS NOT DISTINCT FROM ${used}::text DESC, n.id LIMIT 1`.execute(db);
  return rows[0]?.line ?? null;
}
