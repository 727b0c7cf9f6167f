import { type Kysely, sql } from "kysely";
import type { LeadSettings } from "../directory/settings-schema.ts";
import type { Versioned } from "../directory/stored-settings.ts";
import type { E164 } from "../routing/values.ts";
import { versionOf } from "./read-version.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** A lead as lists show it. */
export type ListedLead = Versioned<LeadSettings> & { changedAt: string; assignedToId: string | null };

export type LeadRow = {
  id: string;
  user_id: string | null;
  changed_at: Date;
  name: string;
  phones: string[];
  email: string | null;
  blocked: boolean;
  last_contacted_at: Date | null;
  consent_source: string | null;
  consent_at: Date | null;
  version: string;
  changed_at_text: string;
};

export const LEAD_COLUMNS = sql`l.id::text, l.user_id::text, l.changed_at, l.name, s.email, l.blocked, l.last_contacted_at,
  l.consent_source, l.consent_at,
  ${versionOf("l")} AS version, l.changed_at::text AS changed_at_text,
  ARRAY(SELECT p.phone FROM lead_phone p WHERE p.account_id = l.account_id AND p.lead_id = l.id
    ORDER BY p.position, p.phone) AS phones`;
export const LEAD_TABLES = sql`lead l LEFT JOIN staff s ON s.account_id = l.account_id AND s.id = l.user_id`;

/** Leads of an account in the order of their keys; with `onlyStaff`, those assigned to that staff member. */
export async function readLeads(
  db: Db,
  accountId: string,
  page: { after?: string | undefined; limit?: number; id?: string; onlyStaff?: string | undefined } = {},
): Promise<ListedLead[]> {
  const { rows } = await sql<LeadRow>`SELECT ${LEAD_COLUMNS} FROM ${LEAD_TABLES}
    WHERE l.account_id = ${accountId} AND (${page.after ?? null}::bigint IS NULL OR l.id > ${page.after ?? null}::bigint)
      AND (${page.id ?? null}::bigint IS NULL OR l.id = ${page.id ?? null}::bigint)
      AND (${page.onlyStaff ?? null}::bigint IS NULL OR l.user_id = ${page.onlyStaff ?? null}::bigint)
    ORDER BY l.id LIMIT ${page.limit ?? null}`.execute(db);
  return rows.map(leadOf);
}

/**
 * The leads that share a phone with any of these, in the order of their keys. Who they are is found first (MATERIALIZED):
 * where PostgreSQL takes the tables for smaller than they are, it walked through all leads for each phone.
 */
export async function readLeadsSharing(
  db: Db,
  accountId: string,
  phones: readonly string[],
): Promise<Versioned<LeadSettings>[]> {
  const { rows } = await sql<LeadRow>`
    WITH sharing AS MATERIALIZED (
      SELECT DISTINCT lead_id FROM lead_phone WHERE account_id = ${accountId} AND phone = ANY (${phones}::text[])
    )
    SELECT ${LEAD_COLUMNS} FROM ${LEAD_TABLES}
    WHERE l.account_id = ${accountId} AND l.id IN (SELECT lead_id FROM sharing) ORDER BY l.id`.execute(db);
  return rows.map(leadOf);
}

const PAGE = 5_000;

/**
 * Every lead of an account, page by page, oldest change first: entered in this order elsewhere, the
 * lead that is taken among several with one phone is the same (product.md §2).
 */
export async function* streamLeads(db: Db, accountId: string): AsyncGenerator<Versioned<LeadSettings>> {
  let last: LeadRow | undefined;
  do {
    const { rows }: { rows: LeadRow[] } = await sql<LeadRow>`SELECT ${LEAD_COLUMNS} FROM ${LEAD_TABLES}
      WHERE l.account_id = ${accountId} AND (${last === undefined}
        OR (l.changed_at, l.id) > (${last?.changed_at_text ?? null}::timestamptz, ${last?.id ?? null}::bigint))
      ORDER BY l.changed_at, l.id LIMIT ${PAGE}`.execute(db);
    for (const row of rows) yield leadOf(row);
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last !== undefined);
}

export function leadOf(row: LeadRow): ListedLead {
  return {
    id: row.id,
    changedAt: row.changed_at.toISOString(),
    assignedToId: row.user_id,
    version: row.version,
    settings: {
      name: row.name,
      phones: row.phones as E164[],
      assignedTo: row.email,
      blocked: row.blocked,
      lastContactedAt: row.last_contacted_at?.toISOString() ?? null,
      consent:
        row.consent_source === null
          ? null
          : { source: row.consent_source, at: row.consent_at?.toISOString() ?? null },
    },
  };
}
