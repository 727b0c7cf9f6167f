import { type Kysely, sql } from "kysely";
import type { AuditAlso } from "../../directory/audit-entry.ts";
import { CHANGE_TIME } from "../read-version.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** What a staff member has that another would take over. */
export async function countBelongings(
  db: Db,
  accountId: string,
  staffId: string,
): Promise<{ leads: number; numbers: string[] }> {
  const { rows } = await sql<{ leads: number; numbers: string[] | null }>`SELECT
    (SELECT count(*)::int FROM lead WHERE account_id = ${accountId} AND user_id = ${staffId}) AS leads,
    (SELECT array_agg(id::text ORDER BY id) FROM number
      WHERE account_id = ${accountId} AND user_id = ${staffId}) AS numbers`.execute(db);
  return { leads: rows[0]?.leads ?? 0, numbers: rows[0]?.numbers ?? [] };
}

/**
 * Gives a staff member's leads and numbers to another, or to nobody, and notes the leads with an entry. Who is to be
 * called back goes along, and stays there when the rest is given back: meanwhile somebody has taken care of it.
 */
export async function handOver(
  db: Db,
  accountId: string,
  entryId: string,
  from: string,
  to: string | null,
): Promise<void> {
  await sql`WITH moved AS (
      UPDATE lead SET user_id = ${to}, changed_at = ${CHANGE_TIME}
      WHERE account_id = ${accountId} AND user_id = ${from} RETURNING id)
    INSERT INTO audit_lead (account_id, entry_id, lead_id, user_id)
    SELECT ${accountId}, ${entryId}, id, ${from} FROM moved`.execute(db);
  await sql`UPDATE number SET user_id = ${to}, changed_at = ${CHANGE_TIME}
    WHERE account_id = ${accountId} AND user_id = ${from}`.execute(db);
  await sql`UPDATE callback SET owner_id = ${to}, changed_at = ${CHANGE_TIME}
    WHERE account_id = ${accountId} AND owner_id = ${from} AND state = 'open'`.execute(db);
}

/** Gives back what an entry handed over, as far as it still is where it was handed to. */
export async function giveBack(
  db: Db,
  accountId: string,
  entryId: string,
  also: AuditAlso,
  staffId: string | null,
): Promise<void> {
  if (also.blocked !== undefined) {
    await sql`UPDATE lead SET blocked = ${!also.blocked}, changed_at = ${CHANGE_TIME} FROM audit_lead a
      WHERE lead.account_id = ${accountId} AND a.account_id = ${accountId} AND a.entry_id = ${entryId}
        AND lead.id = a.lead_id AND lead.blocked = ${also.blocked}`.execute(db);
    return;
  }
  // Whoever had a lead may be gone meanwhile: then it stays where it is.
  await sql`UPDATE lead SET user_id = a.user_id, changed_at = ${CHANGE_TIME} FROM audit_lead a
    WHERE lead.account_id = ${accountId} AND a.account_id = ${accountId} AND a.entry_id = ${entryId}
      AND lead.id = a.lead_id AND lead.user_id IS NOT DISTINCT FROM ${also.to}::bigint
      AND (a.user_id IS NULL OR EXISTS (SELECT 1 FROM staff s
        WHERE s.account_id = ${accountId} AND s.id = a.user_id))`.execute(db);
  if (staffId === null || also.numbers.length === 0) return;
  await sql`UPDATE number SET user_id = ${staffId}, changed_at = ${CHANGE_TIME}
    WHERE account_id = ${accountId} AND id = ANY (${also.numbers}::bigint[])
      AND user_id IS NOT DISTINCT FROM ${also.to}::bigint`.execute(db);
}
