import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { systemCode } from "./embedded-postgres-error.ts";
import { isRunning, listProcessesIn } from "./process-table.ts";
import { readPostmasterFile } from "./read-postmaster-file.ts";

/** Signals of PostgreSQL's three ways to stop (its manual, "Shutting Down the Server"), and how long each may take. */
const STEPS = [
  { signal: "SIGINT", patienceMs: 10_000 },
  { signal: "SIGQUIT", patienceMs: 8_000 },
  { signal: "SIGKILL", patienceMs: 5_000 },
] as const;

/**
 * Stops the server of a cluster and waits until all its processes are gone: first the fast way (roll back, write a
 * checkpoint, end), then harder ones, which cost a recovery at the next start and no data.
 * Does nothing if `pid` no longer is that cluster's server.
 */
export async function stopPostmaster(
  cluster: string,
  programsFolder: string | undefined,
  pid: number,
): Promise<void> {
  if ((await readPostmasterFile(cluster))?.pid !== pid) return;
  if (process.platform === "win32" && programsFolder !== undefined) {
    // Windows has no signals between processes: pg_ctl speaks to the server through a named pipe.
    await promisify(execFile)(join(programsFolder, "pg_ctl"), ["stop", "-w", "-m", "fast", "-D", cluster]);
    return;
  }
  for (const { signal, patienceMs } of STEPS) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (systemCode(error) !== "ESRCH") throw error;
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!(await isLeft(cluster, pid))) return;
      await sleep(5);
    }
  }
}

/** A child that ended stays in the process table until Node collects it, so a gone postmaster.pid counts as well. */
async function isLeft(cluster: string, pid: number): Promise<boolean> {
  if (isRunning(pid) && (await readPostmasterFile(cluster))?.pid === pid) return true;
  return (await listProcessesIn(cluster)).length > 0;
}
