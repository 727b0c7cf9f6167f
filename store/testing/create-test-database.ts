import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import type { PostgresConnection } from "../embedded/hold-presence.ts";
import { TEMPLATE_DATABASE } from "./start-test-cluster.ts";

/** A database for one test file. */
export type TestDatabase = {
  /** For `new pg.Pool(connection)`. */
  connection: PostgresConnection;
  /** The same as a PostgreSQL URL, as in `DATABASE_URL`. */
  url: string;
  database: string;
  /** Deletes it. Close your pools first: a connection still open is a leak, and makes this fail. */
  drop(): Promise<void>;
};

/** Makes a database with all migrations applied, or as a copy of `template` (`template1` is empty). */
export async function createTestDatabase(options: { template?: string } = {}): Promise<TestDatabase> {
  const cluster = inject("testCluster");
  const database = `test_${randomBytes(6).toString("hex")}`;
  const connection = { ...cluster, database };
  await administer(cluster, async (client) => {
    const template = client.escapeIdentifier(options.template ?? TEMPLATE_DATABASE);
    // Copying files is quickest where nothing waits for the disk (STRATEGY is known since 15).
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY FILE_COPY`);
  });
  const url = new URL(`postgres://${cluster.user}@localhost:${cluster.port}/${database}`);
  url.searchParams.set("host", cluster.host);
  return { connection, url: url.href, database, drop: () => dropDatabase(cluster, database) };
}

async function dropDatabase(cluster: PostgresConnection, database: string): Promise<void> {
  await administer(cluster, async (client) => {
    const open = await connectionsLeft(client, database);
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    if (open.length > 0) {
      const last = open.map((row) => row.query).join("; ");
      throw new Error(
        `${open.length} connections to the test database were left open. Their last words: ${last}`,
      );
    }
  });
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

async function administer(
  cluster: PostgresConnection,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ ...cluster, database: "postgres" });
  await client.connect();
  await work(client).finally(() => client.end());
}
