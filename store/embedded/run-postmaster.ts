import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Places } from "./choose-places.ts";
import type { Programs } from "./find-programs.ts";
import { postgresEnvironment } from "./postgres-settings.ts";
import { readPostmasterFile } from "./read-postmaster-file.ts";

/** Either PostgreSQL takes connections, or it ended with this text as the end of its log. */
export type StartResult = { ready: true; child: ChildProcess } | { ready: false; log: string };

/**
 * Starts PostgreSQL and waits until it says it is ready. Recovery after a crash may take minutes: `onSlow` hears
 * of it every five seconds, and we wait as long as the process lives. `onSpawned` hears when it is on its way.
 *
 * It gets its own process group, since a Ctrl-C would otherwise reach it before the server has drained its calls,
 * and writes its log to a file, since it may outlive us.
 */
export async function runPostmaster(
  places: Places,
  programs: Programs,
  settings: string[],
  { onSpawned, onSlow }: { onSpawned: () => void; onSlow: (seconds: number) => void },
): Promise<StartResult> {
  // As root we write in a folder that may be somebody else's: never follow a link laid there.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  const log = await open(places.log, flags, 0o600);
  try {
    const from = (await log.stat()).size;
    const child = spawn(join(programs.folder, "postgres"), ["-D", places.cluster, ...settings], {
      ...places.owner,
      cwd: "/",
      env: postgresEnvironment(),
      detached: true,
      windowsHide: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    child.unref();
    let ended: string | undefined;
    child.once("error", (error) => {
      ended = error.message;
    });
    child.once("exit", () => {
      ended ??= "";
    });
    const begun = Date.now();
    onSpawned();
    let told = 0;
    while (ended === undefined) {
      const file = await readPostmasterFile(places.cluster);
      if (file?.pid === child.pid && file?.ready) return { ready: true, child };
      const seconds = Math.floor((Date.now() - begun) / 1000);
      if (seconds >= told + 5) {
        told = seconds;
        onSlow(seconds);
      }
      await sleep(10);
    }
    return { ready: false, log: `${ended}${await readFrom(log, from)}`.trim() };
  } finally {
    await log.close();
  }
}

async function readFrom(log: FileHandle, from: number): Promise<string> {
  const start = Math.max(from, (await log.stat()).size - 4000);
  const { buffer, bytesRead } = await log.read(Buffer.alloc(4000), 0, 4000, start);
  return buffer.toString("utf8", 0, bytesRead);
}
