import { readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { unless } from "./embedded-postgres-error.ts";
import { listProcessesIn } from "./process-table.ts";

/** What a running PostgreSQL says about itself in `postmaster.pid`. */
export type PostmasterFile = { pid: number; port: number; socketFolder: string; ready: boolean };

/**
 * Reads `postmaster.pid`, or gives undefined if there is none or it is not complete yet.
 * Its lines are fixed by PostgreSQL's src/include/utils/pidfile.h: 1 pid, 4 port, 5 socket folder, 8 status.
 */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(unless("ENOENT"));
  const lines = text?.split("\n").map((line) => line.trim()) ?? [];
  const [pid, , , port, socketFolder, , , status] = lines;
  if (!Number(pid) || !Number(port)) return undefined;
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder ?? "",
    ready: status === "ready",
  };
}

/**
 * Removes a `postmaster.pid` left by a server that died, when its number now belongs to another program.
 *
 * PostgreSQL sees to dead numbers itself, but refuses to start while *any* process of its user has the number,
 * which is common after a container restarts. It is safe only if no process works in the cluster any more, and
 * only Linux lets us see that: there every process of PostgreSQL has the cluster as its working folder.
 */
export async function removeForeignPostmasterFile(cluster: string): Promise<boolean> {
  const file = await readPostmasterFile(cluster);
  if (process.platform !== "linux" || file === undefined) return false;
  if ((await listProcessesIn(cluster)).length > 0) return false;
  await unlink(join(cluster, "postmaster.pid"));
  return true;
}
