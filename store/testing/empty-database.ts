import type { Client } from "pg";

/**
 * What a database is but for the rows that tests write: how much its catalogues hold and which transaction last wrote to
 * them (copies of a database share it; to ask for all that they say takes thirty times as long), and what migrations left.
 */
export async function describeDatabase(client: Client): Promise<string> {
  const written = CATALOGUES.map(
    (name) => `(SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM ${name})`,
  );
  const { rows } = await client.query<{ description: string }>(`
    SELECT concat_ws('|', ${written.join(", ")},
      (SELECT count(*) FROM pg_db_role_setting),
      (SELECT string_agg(t::text, ',' ORDER BY t.name) FROM kysely_migration t),
      (SELECT string_agg(t::text, ',') FROM installation t)
    ) AS description`);
  return rows[0]?.description ?? "";
}

const CATALOGUES = ["pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc"];
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
