import type { Environment } from "../server/environment.ts";
import { startEmbeddedPostgres } from "../store/embedded/start-embedded-postgres.ts";
import { migrateToLatest } from "../store/migrate-database.ts";
import { type Database, openDatabase } from "../store/open-database.ts";

export type ConnectedDatabase = {
  database: Database;
  /** Closes the pool; an embedded PostgreSQL is stopped too if nobody else uses it. */
  close(): Promise<void>;
};

/**
 * Opens the installation's database at its newest schema, whether the server runs or not: the one
 * DATABASE_URL names, else the embedded PostgreSQL, which is adopted or started.
 */
export async function connectDatabase(environment: Environment): Promise<ConnectedDatabase> {
  const { databaseUrl, dataFolder } = environment;
  const embedded =
    databaseUrl === null ? await startEmbeddedPostgres({ dataFolder, log: () => undefined }) : null;
  const connection = embedded === null ? { url: databaseUrl ?? "" } : embedded.connection;
  const database = openDatabase(connection, { max: 3, patient: true });
  const close = async () => {
    await database.close();
    await embedded?.stop();
  };
  try {
    await migrateToLatest(database);
  } catch (error) {
    await close();
    throw error;
  }
  return { database, close };
}
