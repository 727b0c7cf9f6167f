import { sql } from "kysely";
import type { Database } from "./open-database.ts";

/** Tables that campaigns fill faster than PostgreSQL looks at them by itself, once a minute. */
const GROWING = ["text_message", "outreach"];
/** Counted anew when a table is larger by so much than when it was counted last; the first time from so many pages on. */
const TIMES = 4;
const PAGES = 4;

/**
 * Has PostgreSQL count tables that have grown much since it last did. What it believes of an empty table lets it take any
 * of its indexes, and connections keep such a plan until the table is counted: it then read every text of an account for
 * each that was looked for. Gives the names of those that were counted.
 */
export async function analyzeGrown({ query }: Pick<Database, "query">): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
    WHERE oid IN (SELECT to_regclass(name) FROM unnest(${GROWING}::text[]) name)
      AND pg_relation_size(oid) / current_setting('block_size')::int > ${TIMES} * greatest(relpages, ${PAGES})`.execute(
    query,
  );
  for (const { name } of rows) await sql`ANALYZE ${sql.id(name)}`.execute(query);
  return rows.map(({ name }) => name);
}
