import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Schema } from "./schema.ts";

/** Where a PostgreSQL is: a URL, or the parts (the embedded server's socket). */
export type Connection =
  | { url: string }
  | { host: string; port: number; user: string; database: string; password?: string };

/** One pool of connections, with the typed query builder over it. */
export type Database = {
  pool: pg.Pool;
  query: Kysely<Schema>;
  close(): Promise<void>;
};

/** No webhook waits longer for a connection; carriers give up after 5 s (carriers.md §2). */
const CONNECT_MS = 1_000;

/**
 * Where there are many leads, a statement's plan is made once for a connection: making it each time would cost the
 * database more than carrying it out. Before that it is made each time, as PostgreSQL would choose by itself: a plan made
 * for a small table may take any of its indexes, and would be kept while the table grows.
 */
const BY_KEY = `SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SELECT set_config('plan_cache_mode', 'force_generic_plan', false) FROM pg_class
  WHERE oid = to_regclass('lead_phone') AND reltuples > 10000`;

/**
 * Opens a pool; nothing is connected before the first query.
 * `patient`: waits for a connection as long as it takes, for work in the background and on the command line.
 * `byKey`: for statements that look rows up by their keys and do nothing else. The planner sees neither how many
 * calls share a statement nor how a young table grows, and a plan that reads a whole table would be kept.
 */
export function openDatabase(
  connection: Connection,
  options: { max?: number; patient?: boolean; byKey?: boolean } = {},
): Database {
  const where = "url" in connection ? { connectionString: connection.url } : connection;
  const pool = new pg.Pool({
    ...where,
    connectionTimeoutMillis: options.patient ? 10_000 : CONNECT_MS,
    max: options.max ?? 10,
    application_name: "ringright",
    keepAlive: true,
    // Before anything else that the connection is asked.
    ...(options.byKey && { onConnect: (client: pg.ClientBase) => client.query(BY_KEY) }),
  });
  // An idle connection that breaks is replaced at the next query, which then says what is wrong.
  pool.on("error", () => {});
  // So is one that breaks between two statements of a transaction: unheard, it would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  const query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  // Kysely would end a pool only if it had used it itself.
  return { pool, query, close: () => pool.end() };
}
