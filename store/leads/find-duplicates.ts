import { type Kysely, sql } from "kysely";
import { LEAD_COLUMNS, LEAD_TABLES, type LeadRow, type ListedLead, leadOf } from "../read-leads.ts";
import type { Schema } from "../schema.ts";

/** Leads with the same phone. */
export type Duplicates = { phone: string; leads: ListedLead[] };

/** Phones that several leads have, in the phones' order, with those leads. */
export async function findDuplicates(
  db: Kysely<Schema>,
  accountId: string,
  page: { limit: number; after: string | undefined; assignedTo: string | null },
): Promise<Duplicates[]> {
  const mine =
    page.assignedTo === null
      ? sql`true`
      : sql`bool_and(EXISTS (SELECT 1 FROM lead l WHERE l.account_id = ${accountId} AND l.id = p.lead_id
          AND l.user_id = ${page.assignedTo}::bigint))`;
  const { rows: phones } = await sql<{ phone: string; ids: string[] }>`
    SELECT p.phone, array_agg(p.lead_id::text ORDER BY p.lead_id) AS ids FROM lead_phone p
    WHERE p.account_id = ${accountId} AND p.phone > ${page.after ?? ""}
    GROUP BY p.phone HAVING count(*) > 1 AND ${mine} ORDER BY p.phone LIMIT ${page.limit}`.execute(db);
  const { rows } = await sql<LeadRow>`SELECT ${LEAD_COLUMNS} FROM ${LEAD_TABLES}
    WHERE l.account_id = ${accountId} AND l.id = ANY (${phones.flatMap(({ ids }) => ids)}::bigint[])`.execute(
    db,
  );
  const byId = new Map(rows.map((row) => [row.id, leadOf(row)]));
  return phones.map(({ phone, ids }) => ({ phone, leads: ids.flatMap((id) => byId.get(id) ?? []) }));
}
