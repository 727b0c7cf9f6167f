import { type Kysely, sql } from "kysely";

/**
 * Finding leads among a million. `search` holds the name in small letters and each phone on a line, so that a
 * part of either is found in one place, and in the order of names. There is an index for each order that a list is
 * asked for, with and without whose leads they are, and a small one for the blocked. `user_key` is 0 for
 * nobody, and `contact_key` is before all times for never: PostgreSQL knows no order under IS NULL.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await indexParts(db);
}

const ORDERS = {
  name: "search, id",
  changed: "changed_at, id",
  contacted: "contact_key, id",
};

/** What a search walks over is looked at in the index alone: the rows lie about in another order. */
const INCLUDED: Record<keyof typeof ORDERS, string> = {
  name: "INCLUDE (blocked)",
  changed: "INCLUDE (search, blocked)",
  contacted: "INCLUDE (search, blocked)",
};

const STATEMENTS = [
  `ALTER TABLE lead ADD COLUMN contact_key timestamptz NOT NULL
    GENERATED ALWAYS AS (coalesce(last_contacted_at, '-infinity'::timestamptz)) STORED`,
  "ALTER TABLE lead ADD COLUMN user_key bigint NOT NULL GENERATED ALWAYS AS (coalesce(user_id, 0)) STORED",
  "ALTER TABLE lead ADD COLUMN search text NOT NULL DEFAULT ''",
  `UPDATE lead SET search = lower(name) || E'\\n' || coalesce((SELECT string_agg(phone, E'\\n' ORDER BY position)
    FROM lead_phone p WHERE p.account_id = lead.account_id AND p.lead_id = lead.id), '')`,
  ...(["name", "changed", "contacted"] as const).flatMap((name) => [
    `CREATE INDEX lead_by_${name} ON lead (account_id, ${ORDERS[name]}) ${INCLUDED[name]}`,
    `CREATE INDEX lead_of_user_by_${name} ON lead (account_id, user_key, ${ORDERS[name]}) ${INCLUDED[name]}`,
    `CREATE INDEX lead_blocked_by_${name} ON lead (account_id, ${ORDERS[name]}) WHERE blocked`,
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
