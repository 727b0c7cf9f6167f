import { readFileSync } from "node:fs";
import { readdir, readlink, realpath } from "node:fs/promises";
import { systemCode } from "./embedded-postgres-error.ts";

/**
 * True while a process has that number (also somebody else's). One that ended and was never collected by its
 * parent does not count: in containers the first process often collects nobody.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) !== "EPERM") return false;
  }
  const [state] = statFields(pid);
  return state !== "Z" && state !== "X";
}

/**
 * A process's number and, where /proc tells, its start time: numbers are used again, most of all in containers,
 * where after a restart another program has the number of the one that held a lock.
 */
export function describeProcess(pid: number): string {
  return `${pid} ${statFields(pid)[19] ?? "?"}`;
}

/** The processes that work in a folder (Linux only, else none). */
export async function listProcessesIn(folder: string): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const real = await realpath(folder);
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_, index) => folders[index] === real);
}

/** proc(5): after the name in parentheses, which may hold anything, come the state and, 20th, the start time. */
function statFields(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
