import type { Client } from "pg";

/** What a database is but for the rows that tests write: its tables, and what migrations left in them. */
export async function describeDatabase(client: Client): Promise<string> {
  const { rows } = await client.query<{ digest: string }>(`
    SELECT md5(concat_ws('|',
      (SELECT string_agg(concat_ws(' ', attrelid::regclass, attnum, attname, atttypid, attnotnull, attisdropped), ','
          ORDER BY attrelid::regclass::text, attnum)
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE attnum > 0 AND ${OURS}),
      (SELECT string_agg(concat_ws(' ', c.relname, c.relkind, c.reloptions), ',' ORDER BY c.relname) FROM pg_class c WHERE ${OURS}),
      (SELECT string_agg(pg_get_constraintdef(oid), ',' ORDER BY conname, conrelid::regclass::text) FROM pg_constraint),
      (SELECT string_agg(concat_ws(' ', tgname, tgenabled), ',' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal),
      (SELECT string_agg(proname, ',' ORDER BY proname) FROM pg_proc WHERE oid >= 16384),
      (SELECT count(*) FROM pg_db_role_setting),
      (SELECT string_agg(t::text, ',' ORDER BY t.name) FROM kysely_migration t),
      (SELECT string_agg(t::text, ',') FROM installation t)
    )) AS digest`);
  return rows[0]?.digest ?? "";
}

/** All but what belongs to PostgreSQL itself. */
const OURS = `c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')`;
/** What migrations filled. */
const KEPT = ["kysely_migration", "kysely_migration_lock", "installation", "graphile_worker.migrations"];
/** Pages of a table. What grew beyond is quicker made anew, and its statistics would mislead who comes next. */
const MOST_PAGES = 100;

type Table = { name: string; pages: number };

/** The tables that hold rows of tests, or did. */
async function readTables(client: Pick<Client, "query">): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.oid::regclass::text AS name, (pg_relation_size(c.oid) / 8192)::int AS pages
     FROM pg_class c WHERE c.relkind = 'r' AND ${OURS} AND pg_relation_size(c.oid) > 0 AND NOT c.oid::regclass::text = ANY ($1)`,
    [KEPT],
  );
  return rows;
}

/** Deletes all rows that tests wrote: of small tables a hundredth of the work of TRUNCATE, which makes new files. */
export async function deleteRows(client: Pick<Client, "query">, tables?: readonly Table[]): Promise<void> {
  const names = (tables ?? (await readTables(client))).map(({ name }) => name);
  // Without triggers: what refers to what need not be known, as everything goes.
  const emptied = names.map((name) => `DELETE FROM ${name};`).join("\n");
  await client.query(`SET session_replication_role = replica; ${emptied} RESET session_replication_role`);
}

/**
 * Takes out all rows that tests wrote, and counts keys from 1 again. Gives whether the database is as new: one whose
 * tables grew large, or of which more was changed than rows (`description`), is not.
 */
export async function emptyDatabase(client: Client, description: string): Promise<boolean> {
  if ((await describeDatabase(client)) !== description) return false;
  const tables = await readTables(client);
  if (tables.some(({ pages }) => pages > MOST_PAGES)) return false;
  await deleteRows(client, tables);
  // Each of them: of one that was set ahead, as a restored backup's are, PostgreSQL says that it was never used.
  await client.query("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence");
  return true;
}
