import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A copy of the project holds tens of thousands of files. */
const REMOVE_MS = 120_000;

/** Makes an empty folder for the running test, with these permissions (others may pass through unless told), and removes it after. */
export async function makeScratchFolder(mode = 0o711): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "ringright-scratch-")));
  await chmod(folder, mode);
  onTestFinished(() => rm(folder, { recursive: true, force: true }), REMOVE_MS);
  return folder;
}
