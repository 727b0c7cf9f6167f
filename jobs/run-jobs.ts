import { Logger, type Runner, run, type TaskList } from "graphile-worker";
import type { Database } from "../store/open-database.ts";
import { importLeads, rescueImports } from "./import-leads.ts";

export type JobLog = Record<"debug" | "info" | "error", (details: object, message: string) => void>;

/** Jobs at the same time in one process: calls come first. */
const AT_ONCE = 2;
const RESCUE_EVERY_MS = 30_000;

/**
 * Works on jobs in this process until it is stopped: work in progress then stops at a good place, and goes on
 * in the next process. The pool must have a connection for each job and two more.
 */
export async function runJobs(database: Database, log: JobLog): Promise<{ stop(): Promise<void> }> {
  const tasks: TaskList = { importLeads: importLeads(database) };
  const runner: Runner = await run({
    pgPool: database.pool,
    taskList: tasks,
    concurrency: AT_ONCE,
    // The process has its own way of stopping.
    noHandleSignals: true,
    logger: new Logger((scope) => (level, message) => {
      const write = level === "error" ? log.error : level === "warning" ? log.info : log.debug;
      write({ ...scope }, message);
    }),
  });
  // Whatever ends the runner is known to it, and was logged.
  runner.promise.catch(() => {});
  const rescue = () =>
    rescueImports(database).catch((error: unknown) => {
      log.error({ err: error }, "Imports that were left lying could not be taken up");
    });
  await rescue();
  const timer = setInterval(() => void rescue(), RESCUE_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await runner.stop().catch((error: unknown) => log.error({ err: error }, "Jobs could not be stopped"));
    },
  };
}
