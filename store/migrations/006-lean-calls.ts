import { type Kysely, sql } from "kysely";

/**
 * Each event of a call changes its row, but nothing that an index of it holds any more until the call
 * ends: then PostgreSQL writes no index, and clears old versions within the page (its manual,
 * "Heap-Only Tuples"). The room left in each page is for those versions. The index of calls in
 * progress serves each account's live board as well as the sweep.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    "DROP INDEX call_open",
    "CREATE INDEX call_open ON call (account_id, started_at) WHERE outcome IS NULL",
    "ALTER TABLE call SET (fillfactor = 70)",
  ]) {
    await sql.raw(statement).execute(db);
  }
}
