import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { PostgresConnection } from "../embedded/start-embedded-postgres.ts";

type Report = { adopted: boolean; pid: number; version: string; connection: PostgresConnection };

/** Another process that uses a data folder's database. */
export type DatabaseProcess = Report & { process: ChildProcess; leave(): Promise<void> };

/** Runs `run-database-process.ts` (a copy of it with `script`), perhaps as another user, and waits for its report. */
export async function startDatabaseProcess(options: {
  dataFolder: string;
  systemFolder?: string;
  user?: { uid: number; gid: number };
  script?: string;
  /** `RINGRIGHT_POSTGRES_BIN`, if not our own; "" for none. */
  programs?: string;
}): Promise<DatabaseProcess> {
  const script = options.script ?? fileURLToPath(new URL("./run-database-process.ts", import.meta.url));
  const child = fork(script, [options.dataFolder, options.systemFolder ?? "/nonexistent"], {
    ...options.user,
    cwd: "/",
    env:
      options.programs === undefined
        ? process.env
        : { ...process.env, RINGRIGHT_POSTGRES_BIN: options.programs },
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const gone = once(child, "disconnect").then(() => {
    throw new Error("The database process ended before it said anything.");
  });
  const [report] = (await Promise.race([once(child, "message"), gone])) as [Report | { error: string }];
  if ("error" in report) throw new Error(report.error);
  const leave = async () => {
    const ended = once(child, "exit");
    child.send("stop");
    await ended;
  };
  return { ...report, process: child, leave };
}
