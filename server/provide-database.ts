import type { Logger } from "pino";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../store/embedded/start-embedded-postgres.ts";
import type { Connection } from "../store/open-database.ts";
import type { Environment } from "./environment.ts";

export type ProvidedDatabase = { connection: Connection; stop(): Promise<void> };

const RESTART_MS = 1_000;

/**
 * The database of this installation: the one that DATABASE_URL names, or the embedded PostgreSQL,
 * which is started, adopted, and started again if it dies. `meanwhile` is called once it is on its way.
 */
export async function provideDatabase(
  environment: Environment,
  log: Logger,
  meanwhile: () => void,
): Promise<ProvidedDatabase> {
  if (environment.databaseUrl !== null) {
    return { connection: { url: environment.databaseUrl }, stop: async () => {} };
  }
  const start = (onSpawned = () => {}) =>
    startEmbeddedPostgres({
      dataFolder: environment.dataFolder,
      log: (line, message) => log.debug(line, message),
      onSpawned,
    });
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: EmbeddedPostgres | null = await start(meanwhile);
  const { connection, version, adopted } = running;
  log.info({ version, adopted, node: process.version }, "The embedded PostgreSQL is running");
  watch(running);

  function watch(postgres: EmbeddedPostgres): void {
    postgres.onExit((reason) => {
      if (stopped) return;
      log.error({ reason }, "The embedded PostgreSQL died; starting it again");
      running = null;
      void restart();
    });
  }

  async function restart(): Promise<void> {
    try {
      running = await start();
      watch(running);
    } catch (error) {
      log.error({ err: error }, "The embedded PostgreSQL could not be started; trying again");
      if (!stopped) timer = setTimeout(() => void restart(), RESTART_MS);
    }
  }

  return {
    connection,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running?.stop();
    },
  };
}
