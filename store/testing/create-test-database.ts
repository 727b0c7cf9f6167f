import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier, Pool } from "pg";
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
  const spare = template === TEMPLATE_DATABASE ? await takeSpare(administrationOf(cluster)) : null;
  const database = spare ?? (await makeDatabase(administrationOf(cluster), template));
  const connection = { ...cluster, database };
  const url = new URL(`postgres://${cluster.user}@localhost:${cluster.port}/${database}`);
  url.searchParams.set("host", cluster.host);
  const drop = () => giveBack(cluster, database, template === TEMPLATE_DATABASE);
  return { connection, url: url.href, database, drop };
}

async function makeDatabase(administration: Pool, template: string): Promise<string> {
  const database = `test_${randomBytes(6).toString("hex")}`;
  // Copying files is quickest where nothing waits for the disk (STRATEGY is known since 15).
  await administration.query(
    `CREATE DATABASE ${database} TEMPLATE ${escapeIdentifier(template)} STRATEGY FILE_COPY`,
  );
  return database;
}

async function takeSpare(administration: Pool): Promise<string | null> {
  const { rows } = await administration.query<{ name: string }>(
    `DELETE FROM ${SPARE_DATABASES} WHERE name = (SELECT name FROM ${SPARE_DATABASES} LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING name`,
  );
  return rows[0]?.name ?? null;
}

async function giveBack(cluster: PostgresConnection, database: string, reusable: boolean): Promise<void> {
  const open = await connectionsLeft(administrationOf(cluster), database);
  const isEmpty = open.length === 0 && reusable && (await empty({ ...cluster, database }));
  if (isEmpty)
    await administrationOf(cluster).query(`INSERT INTO ${SPARE_DATABASES} VALUES ($1)`, [database]);
  else await administrationOf(cluster).query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  if (open.length > 0) {
    const last = open.map((row) => row.query).join("; ");
    throw new Error(
      `${open.length} connections to the test database were left open. Their last words: ${last}`,
    );
  }
}

async function empty(connection: PostgresConnection): Promise<boolean> {
  const client = new Client(connection);
  await client.connect();
  return emptyDatabase(client, inject("testDatabaseDescription")).finally(() => client.end());
}

/** The connections that stay. A server process outlives its closed connection by some milliseconds. */
async function connectionsLeft(administration: Pool, database: string): Promise<{ query: string }[]> {
  for (let looks = 0; ; looks += 1) {
    const { rows } = await administration.query<{ query: string }>(
      "SELECT query FROM pg_stat_activity WHERE datname = $1",
      [database],
    );
    if (rows.length === 0 || looks === 100) return rows;
    await administration.query("SELECT pg_sleep(0.02)");
  }
}

let administration: Pool | undefined;

/** One connection for all tests of this process, to the cluster's own database; it keeps nothing alive. */
function administrationOf(cluster: PostgresConnection): Pool {
  administration ??= new Pool({
    ...{ ...cluster, database: "postgres" },
    ...{ max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true },
  }).on("error", () => undefined);
  return administration;
}
