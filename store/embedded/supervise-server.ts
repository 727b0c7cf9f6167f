import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { unless } from "./embedded-postgres-error.ts";
import { holdLock } from "./hold-lock.ts";
import {
  holdPresence,
  leave,
  letProcessEnd,
  type PostgresConnection,
  type Presence,
} from "./hold-presence.ts";
import { isRunning } from "./process-table.ts";
import { readPostmasterFile } from "./read-postmaster-file.ts";
import { stopPostmaster } from "./stop-postmaster.ts";

type Supervised = {
  connection: PostgresConnection;
  presence: Presence;
  pid: number;
  child?: ChildProcess | undefined;
  programs?: string | undefined;
  cluster: string;
  lockFile: string;
  log: (line: object, message: string) => void;
};

type Supervision = {
  stop(options?: { evenIfUsed?: boolean }): Promise<void>;
  onExit(listener: (reason: string) => void): () => void;
};

/** Watches a running server for as long as we use it: tells its death, and stops it when the last user leaves. */
export function superviseServer(server: Supervised, begin: () => () => void): Supervision {
  const listeners = new Set<(reason: string) => void>();
  let presence = server.presence;
  let state: "running" | "stopping" | "gone" = "running";
  let stopped: Promise<void> | undefined;
  const end = begin();

  const gone = (reason: string) => {
    if (state !== "running") return;
    state = "gone";
    end();
    server.log({ pid: server.pid, reason }, "PostgreSQL ended");
    for (const listener of listeners) listener(reason);
  };
  // A crashed query makes the server drop every connection and recover, alive: then only our presence is renewed.
  const renew = async () => {
    while (state === "running" && isRunning(server.pid)) {
      if ((await readPostmasterFile(server.cluster))?.pid !== server.pid) break;
      const renewed = await holdPresence(server.connection).catch(() => undefined);
      if (renewed !== undefined) {
        if (state === "running") watch(renewed);
        else await renewed.client.end();
        return;
      }
      await sleep(50);
    }
    // Our own child's end is told by its exit, with the reason.
    if (server.child === undefined) gone("its process is gone");
  };
  const watch = (current: Presence) => {
    presence = current;
    letProcessEnd(current, true);
    current.client.once("end", () => void (state === "running" && renew()));
  };
  watch(server.presence);
  server.child?.once("exit", (code, signal) => gone(signal ? `killed by ${signal}` : `exit code ${code}`));

  const stop = async (evenIfUsed: boolean) => {
    if (state === "gone") return;
    state = "stopping";
    end();
    // Without the data folder there is no lock and nobody to share it with, but still a process to stop.
    const release = await holdLock(server.lockFile).catch(unless("ENOENT"));
    try {
      const { last } = await leave(presence);
      if (last || evenIfUsed) await stopPostmaster(server.cluster, server.programs, server.pid);
      else server.log({ pid: server.pid }, "PostgreSQL stays up for its other users");
    } finally {
      await release?.();
    }
  };
  return {
    stop: (options) => {
      stopped ??= stop(options?.evenIfUsed ?? false);
      return stopped;
    },
    onExit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
