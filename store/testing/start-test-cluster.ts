import { chmod, lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import type { PostgresConnection } from "../embedded/hold-presence.ts";
import { isRunning } from "../embedded/process-table.ts";
import { readPostmasterFile } from "../embedded/read-postmaster-file.ts";
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import { stopPostmaster } from "../embedded/stop-postmaster.ts";
import { migrateToLatest } from "../migrate-database.ts";
import { openDatabase } from "../open-database.ts";
import { describeDatabase } from "./empty-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    testCluster: PostgresConnection;
    /** The run's own folder, deleted at its end. */
    testFolder: string;
    /** What a database of ours is before a test writes to it (empty-database.ts). */
    testDatabaseDescription: string;
  }
}

/** A database with all migrations applied, from which each test file gets its own copy. */
export const TEMPLATE_DATABASE = "ringright_template";

/** The table, in the cluster's own database, of the databases that were given back and are empty. */
export const SPARE_DATABASES = "spare_databases";

const PREFIX = "ringright-test-";

/**
 * Vitest's global set-up: one throw-away PostgreSQL for the whole run, stopped and deleted at its end, also when
 * tests fail. What a killed run leaves behind, the next run removes.
 */
export default async function startTestCluster(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedClusters();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Root's PostgreSQL runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  const cluster = await startEmbeddedPostgres({ dataFolder: folder, log: () => undefined, profile: "test" });
  const end = async () => {
    await cluster.stop({ evenIfUsed: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    project.provide("testDatabaseDescription", await makeTemplate(cluster.connection));
  } catch (error) {
    await end();
    throw error;
  }
  project.provide("testCluster", cluster.connection);
  project.provide("testFolder", folder);
  return end;
}

/** Ends the clusters of runs that no longer live: their folders' names hold the run's process number. */
async function removeAbandonedClusters(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split("-")[0] : Number.NaN);
    if (!pid || isRunning(pid)) continue;
    const folder = join(tmpdir(), name);
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) continue;
    const server = await readPostmasterFile(join(folder, "postgres"));
    if (server !== undefined) await stopPostmaster(join(folder, "postgres"), undefined, server.pid);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes the template, and gives its description. */
async function makeTemplate(connection: PostgresConnection): Promise<string> {
  const ask = async <Result>(database: string, work: (client: Client) => Promise<Result>) => {
    const client = new Client({ ...connection, database });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  await ask("postgres", async (client) => {
    await client.query(`CREATE TABLE ${SPARE_DATABASES} (name text PRIMARY KEY)`);
    await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  });
  const template = openDatabase({ ...connection, database: TEMPLATE_DATABASE }, { max: 1, patient: true });
  await migrateToLatest(template).finally(() => template.close());
  return ask(TEMPLATE_DATABASE, describeDatabase);
}
