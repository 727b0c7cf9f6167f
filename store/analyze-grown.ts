import { sql } from "kysely";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

/** Counted anew when a table has so many times the pages, or had so many times its rows written, as it had when it was counted. */
const TIMES = 4;
/** As if it had had so many at the least. */
const PAGES = 4;
const ROWS = 200;

/**
 * Has PostgreSQL count those of these tables that have grown much since it last did: what fills a table faster than
 * PostgreSQL looks at it by itself, once a minute, says so here. What it believes of a small table lets it take any of its
 * indexes, or walk through the whole, for each row that is looked for; connections keep such a plan, and so do foreign keys,
 * until the table is counted. Gives the names of those that were counted.
 */
export async function analyzeGrown(
  { query }: Pick<Database, "query">,
  tables: readonly (keyof Schema)[],
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
    WHERE oid IN (SELECT to_regclass(name) FROM unnest(${tables}::text[]) name)
      AND (pg_relation_size(oid) / current_setting('block_size')::int > ${TIMES} * greatest(relpages, ${PAGES})
        OR pg_stat_get_mod_since_analyze(oid) > ${TIMES} * greatest(reltuples, ${ROWS}))
    ORDER BY relname`.execute(query);
  for (const { name } of rows) await sql`ANALYZE ${sql.id(name)}`.execute(query);
  return rows.map(({ name }) => name);
}
