import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedPostgresError, systemCode, unless } from "./embedded-postgres-error.ts";
import { describeProcess, isRunning } from "./process-table.ts";

const PATIENCE_MS = 180_000;

/**
 * Waits for a lock between processes and gives the function that lets it go.
 *
 * It keeps starters orderly (one runs initdb and starts, the next adopts). It does not have to be the last
 * guard: PostgreSQL's own postmaster.pid refuses a second server on one data folder.
 * @throws EmbeddedPostgresError `lockHeld` after three minutes.
 */
export async function holdLock(file: string): Promise<() => Promise<void>> {
  const mine = `${describeProcess(process.pid)} ${randomBytes(6).toString("hex")}\n`;
  const candidate = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const handle = await open(candidate, "wx", 0o644);
  try {
    await handle.writeFile(mine);
    await handle.close();
    const deadline = Date.now() + PATIENCE_MS;
    // A link appears with its content or not at all, so nobody ever reads a half-written lock.
    while (!(await tryLink(candidate, file))) {
      const holder = await readFile(file, "utf8").catch(unless("ENOENT"));
      if (holder !== undefined && !isAlive(holder)) await removeStale(file, holder);
      else if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          "lockHeld",
          `Process ${holder?.split(" ")[0]} has held ${file} for minutes.`,
        );
      } else await sleep(20);
    }
  } finally {
    await unlink(candidate).catch(unless("ENOENT"));
  }
  return async () => {
    const now = await readFile(file, "utf8").catch(unless("ENOENT", "ENOTDIR"));
    if (now === mine) await unlink(file).catch(unless("ENOENT"));
  };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Takes a dead process's lock away; puts it back if somebody else was quicker and holds it by now. */
async function removeStale(file: string, expected: string): Promise<void> {
  const aside = `${file}.stale.${randomBytes(4).toString("hex")}`;
  if ((await rename(file, aside).then(() => true, unless("ENOENT"))) === undefined) return;
  const found = await readFile(aside, "utf8");
  if (found !== expected) await tryLink(aside, file);
  await unlink(aside);
}

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(" ")[0]);
  if (!Number.isInteger(pid) || !isRunning(pid)) return false;
  const now = describeProcess(pid);
  return now.endsWith("?") || holder.startsWith(`${now} `);
}
