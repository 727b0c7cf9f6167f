import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { inject } from "vitest";
import { holdLock } from "../embedded/hold-lock.ts";
import type { PostgresConnection } from "../embedded/hold-presence.ts";
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import { migrateToLatest } from "../migrate-database.ts";
import { openDatabase } from "../open-database.ts";
import { makeScratchFolder } from "./scratch-folder.ts";

/**
 * Makes a data folder for the running test as a first start leaves it, with its database migrated and at rest: making a
 * database anew takes seconds, and is tested where it matters. The first who asks makes the one that all get a copy of.
 */
export async function makePreparedFolder(): Promise<string> {
  const shared = inject("testFolder");
  const prepared = join(shared, "prepared");
  const release = await holdLock(join(shared, "prepared.lock"));
  try {
    if (!existsSync(join(prepared, "complete"))) await prepare(prepared);
  } finally {
    await release();
  }
  const folder = await makeScratchFolder();
  // With its owners: root's database belongs to another user.
  await promisify(execFile)("cp", ["-pR", `${prepared}/.`, folder]);
  return folder;
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: () => undefined, profile: "test" });
  try {
    const database = openDatabase(server.connection, { max: 1, patient: true });
    await migrateToLatest(database).finally(() => database.close());
    await dropTemplates(server.connection);
  } finally {
    await server.stop({ evenIfUsed: true });
  }
  await writeFile(join(folder, "complete"), "");
}

/** No database is made there any more; what others are made from is half of the files that each copy would have. */
async function dropTemplates(connection: PostgresConnection): Promise<void> {
  const client = new Client({ ...connection, database: "postgres" });
  await client.connect();
  try {
    await client.query("UPDATE pg_database SET datistemplate = false WHERE datname LIKE 'template_'");
    for (const name of ["template0", "template1"]) await client.query(`DROP DATABASE ${name}`);
  } finally {
    await client.end();
  }
}
