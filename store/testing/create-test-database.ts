import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import type { PostgresConnection } from "../embedded/hold-presence.ts";
import { emptyDatabase } from "./empty-database.ts";
import { SPARE_DATABASES, TEMPLATE_DATABASE } from "./start-test-cluster.ts";

/** A database for one test file. */
export type TestDatabase = {
  /** For `new pg.Pool(connection)`. */
  connection: PostgresConnection;
  /** The same as a PostgreSQL URL, as in `DATABASE_URL`. */
  url: string;
  database: string;
  /** Gives it back. Close your pools first: a connection still open is a leak, and makes this fail. */
  drop(): Promise<void>;
};

/**
 * Gives a database with all migrations applied, as new; or a copy of `template` (`template1` is empty). Making one costs
 * more than most tests do in it, so one that another test has given back is emptied and given again.
 */
export async function createTestDatabase(options: { template?: string } = {}): Promise<TestDatabase> {
  const cluster = inject("testCluster");
  const template = options.template ?? TEMPLATE_DATABASE;
  const database = await administer(
    cluster,
    async (client) =>
      (template === TEMPLATE_DATABASE ? await takeSpare(client) : null) ?? makeDatabase(client, template),
  );
  const connection = { ...cluster, database };
  const url = new URL(`postgres://${cluster.user}@localhost:${cluster.port}/${database}`);
  url.searchParams.set("host", cluster.host);
  const drop = () => giveBack(cluster, database, template === TEMPLATE_DATABASE);
  return { connection, url: url.href, database, drop };
}

async function makeDatabase(client: Client, template: string): Promise<string> {
  const database = `test_${randomBytes(6).toString("hex")}`;
  // Copying files is quickest where nothing waits for the disk (STRATEGY is known since 15).
  await client.query(
    `CREATE DATABASE ${database} TEMPLATE ${client.escapeIdentifier(template)} STRATEGY FILE_COPY`,
  );
  return database;
}

async function takeSpare(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `DELETE FROM ${SPARE_DATABASES} WHERE name = (SELECT name FROM ${SPARE_DATABASES} LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING name`,
  );
  return rows[0]?.name ?? null;
}

async function giveBack(cluster: PostgresConnection, database: string, reusable: boolean): Promise<void> {
  const open = await administer(cluster, (client) => connectionsLeft(client, database));
  const isEmpty = open.length === 0 && reusable && (await empty({ ...cluster, database }));
  await administer(cluster, async (client) => {
    if (isEmpty) await client.query(`INSERT INTO ${SPARE_DATABASES} VALUES ($1)`, [database]);
    else await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  });
  if (open.length > 0) {
    const last = open.map((row) => row.query).join("; ");
    throw new Error(
      `${open.length} connections to the test database were left open. Their last words: ${last}`,
    );
  }
}

async function empty(connection: PostgresConnection): Promise<boolean> {
  return withClient(connection, (client) => emptyDatabase(client, inject("testDatabaseDescription")));
}

/** The connections that stay. A server process outlives its closed connection by some milliseconds. */
async function connectionsLeft(client: Client, database: string): Promise<{ query: string }[]> {
  for (let looks = 0; ; looks += 1) {
    const { rows } = await client.query<{ query: string }>(
      "SELECT query FROM pg_stat_activity WHERE datname = $1",
      [database],
    );
    if (rows.length === 0 || looks === 50) return rows;
    await client.query("SELECT pg_sleep(0.02)");
  }
}

function administer<Result>(
  cluster: PostgresConnection,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  return withClient({ ...cluster, database: "postgres" }, work);
}

async function withClient<Result>(
  connection: PostgresConnection,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(connection);
  await client.connect();
  return work(client).finally(() => client.end());
}
