import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { PostgresConnection } from "../../store/embedded/hold-presence.ts";
import { listProcessesIn } from "../../store/embedded/process-table.ts";
import { readPostmasterFile } from "../../store/embedded/read-postmaster-file.ts";
import { PUBLIC_URL } from "./start-house.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** `server/main.ts` as a process of its own. */
export type ServerProcess = {
  process: ChildProcess;
  /** Resolves with its port when it says that it is ready, and with null when it ended before. */
  ready: Promise<number | null>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
  /** What it has written so far. */
  said(): string;
};

/** Runs the server on a data folder, on a free port unless told; it is gone when the test ends. */
export function runServer(
  dataFolder: string,
  env: Record<string, string> = {},
  words: string[] = [],
): ServerProcess {
  const child = fork(MAIN, words, {
    cwd: "/",
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: process.env.PATH,
      // As the launcher gives it: without what was compiled before, a start takes seconds.
      ...(process.env.NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
      ...(process.env.RINGRIGHT_POSTGRES_BIN && {
        RINGRIGHT_POSTGRES_BIN: process.env.RINGRIGHT_POSTGRES_BIN,
      }),
      RINGRIGHT_DATA: dataFolder,
      PORT: "0",
      PUBLIC_URL,
      LOG_LEVEL: "silent",
      ...env,
    },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  // Not "close": it never comes where we end the channel ourselves.
  const streams = [child.stdout, child.stderr].flatMap((stream) => (stream === null ? [] : [stream]));
  const ended = Promise.all([once(child, "exit"), ...streams.map((stream) => once(stream, "end"))]).then(
    ([[code, signal]]) => signal ?? code,
  );
  const ready = Promise.race([
    once(child, "message").then(() => Number(/ready at http:\/\/[^:]+:(\d+)/.exec(text)?.[1])),
    ended.then(() => null),
  ]);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    await killPostgres(dataFolder);
  });
  return { process: child, ready, ended, said: () => text };
}

/** The processes of a data folder's PostgreSQL, at most none. */
export async function postgresProcesses(dataFolder: string): Promise<number[]> {
  const cluster = join(dataFolder, "postgres");
  return existsSync(cluster) ? listProcessesIn(cluster) : [];
}

/** Ends all of them at once, as a power cut would. */
export async function killPostgres(dataFolder: string): Promise<void> {
  for (const pid of await postgresProcesses(dataFolder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Where a data folder's PostgreSQL listens; it must be running. */
export async function connectionTo(dataFolder: string): Promise<PostgresConnection> {
  const file = await readPostmasterFile(join(dataFolder, "postgres"));
  if (file === undefined) throw new Error("PostgreSQL is not running");
  return { host: file.socketFolder, port: file.port, user: "ringright", database: "ringright" };
}
