import type { Logger } from "pino";
import { runJobs } from "../jobs/run-jobs.ts";
import { type Connection, openDatabase } from "../store/open-database.ts";

const AGAIN_MS = 5_000;
/** One listens, one keeps the books, two jobs with two each. */
const CONNECTIONS = 6;

/** Keeps jobs running in this process, also where the database comes later than we do. */
export function keepJobs(connection: Connection, log: Pick<Logger, "debug" | "info" | "error">) {
  const database = openDatabase(connection, { max: CONNECTIONS, patient: true });
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let starting = start();

  async function start(): Promise<{ stop(): Promise<void> } | null> {
    try {
      return await runJobs(database, {
        debug: (details, message) => log.debug(details, message),
        info: (details, message) => log.info(details, message),
        error: (details, message) => log.error(details, message),
      });
    } catch (error) {
      log.error({ err: error }, "Jobs can't run yet; trying again");
      if (!stopped) {
        timer = setTimeout(() => {
          starting = start();
        }, AGAIN_MS);
        timer.unref();
      }
      return null;
    }
  }

  return {
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await (await starting)?.stop();
      await database.close();
    },
  };
}
