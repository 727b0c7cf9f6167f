import { type Kysely, sql } from "kysely";

/**
 * Finding leads among a million: `search` holds the name in small letters and the phones, so that a
 * part of either is found in one place; an index for each order that a list is asked for, with and without whose they
 * are; small ones for the blocked. Nobody is an index key of 0, since an order is not known to hold under IS NULL.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await indexParts(db);
}

const ORDERS = {
  name: "lower(name), id",
  changed: "changed_at, id",
  contacted: "coalesce(last_contacted_at, '-infinity'::timestamptz), id",
};

const STATEMENTS = [
  "ALTER TABLE lead ADD COLUMN search text NOT NULL DEFAULT ''",
  `UPDATE lead SET search = lower(name) || E'\\n' || coalesce((SELECT string_agg(phone, E'\\n' ORDER BY position)
    FROM lead_phone p WHERE p.account_id = lead.account_id AND p.lead_id = lead.id), '')`,
  ...Object.entries(ORDERS).flatMap(([name, order]) => [
    `CREATE INDEX lead_by_${name} ON lead (account_id, ${order})`,
    `CREATE INDEX lead_of_user_by_${name} ON lead (account_id, coalesce(user_id, 0), ${order})`,
    `CREATE INDEX lead_blocked_by_${name} ON lead (account_id, ${order}) WHERE blocked`,
  ]),
  "DROP INDEX lead_recency",
];

/**
 * Parts of names and phones are found by their trigrams. The extensions come with PostgreSQL, but a server of
 * somebody else's may not have them or not let us: then a search for something rare reads all leads of the account
 * (docs/operations.md). btree_gin lets the index be of an account and a text at once.
 */
async function indexParts(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`DO $$
    BEGIN
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      BEGIN
        CREATE EXTENSION IF NOT EXISTS btree_gin;
        CREATE INDEX lead_search ON lead USING gin (account_id, search gin_trgm_ops) WITH (gin_pending_list_limit = 512);
      EXCEPTION WHEN OTHERS THEN
        CREATE INDEX lead_search ON lead USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 512);
      END;
    EXCEPTION WHEN OTHERS THEN
      RAISE NOTICE 'searching without trigrams: %', SQLERRM;
    END $$`)
    .execute(db);
}
