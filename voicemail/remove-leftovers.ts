import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** No recording is written for so long. */
const UNFINISHED_MS = 3_600_000;

/** Removes what a process that was killed left half-written in the folder for what comes in. */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && now - found.mtimeMs > UNFINISHED_MS) await rm(path, { force: true });
  }
}
