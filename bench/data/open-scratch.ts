import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startEmbeddedPostgres } from "../../store/embedded/start-embedded-postgres.ts";
import { migrateToLatest } from "../../store/migrate-database.ts";
import { openDatabase } from "../../store/open-database.ts";
import { loadPopulation } from "./load-population.ts";
import type { Population } from "./population.ts";

/** A folder and an embedded PostgreSQL with the durable settings of every installation; gone after `close`. */
export type Scratch = {
  folder: string;
  version: string;
  /** The database server's first process, whose children do the work. */
  postmaster: number;
  /** Makes a database with this population; gives its address, and the seconds that loading took. */
  populate(name: string, population: Population): Promise<{ url: string; seconds: number }>;
  close(): Promise<void>;
};

/** Opens a place to measure in, in the system's folder for temporary files. */
export async function openScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), "ringright-bench-"));
  // Root's PostgreSQL runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  const remove = () => rm(folder, { recursive: true, force: true });
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: () => undefined }).catch(
    async (error: unknown) => {
      await remove();
      throw error;
    },
  );
  const { connection } = postgres;

  async function populate(name: string, population: Population) {
    const client = new Client({ ...connection, database: "postgres" });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
    const database = openDatabase({ ...connection, database: name }, { max: 2, patient: true });
    const began = performance.now();
    try {
      await migrateToLatest(database);
      await loadPopulation(database.pool, population);
    } finally {
      await database.close();
    }
    return { url: addressOf({ ...connection, database: name }), seconds: (performance.now() - began) / 1000 };
  }

  return {
    folder,
    version: postgres.version,
    postmaster: postgres.pid,
    populate,
    async close() {
      await postgres.stop({ evenIfUsed: true });
      await remove();
    },
  };
}

/** A socket's folder goes into the query of the address; a host into its usual place too. */
function addressOf(at: { host: string; port: number; user: string; database: string; password?: string }) {
  const password = at.password === undefined ? "" : `:${encodeURIComponent(at.password)}`;
  const url = new URL(`postgresql://${at.user}${password}@localhost:${at.port}/${at.database}`);
  url.searchParams.set("host", at.host);
  return url.href;
}
