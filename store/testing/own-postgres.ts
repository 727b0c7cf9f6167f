import { join } from "node:path";
import { onTestFinished } from "vitest";
import { listProcessesIn } from "../embedded/process-table.ts";
import {
  type EmbeddedPostgres,
  type PostgresConnection,
  startEmbeddedPostgres,
} from "../embedded/start-embedded-postgres.ts";
import { makePreparedFolder } from "./prepared-folder.ts";

/** A PostgreSQL of the running test alone, to be treated badly. It is gone when the test ends. */
export type OwnPostgres = {
  connection: PostgresConnection;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Every process of it stands still, as on a disk that does not answer. */
  hang(): Promise<void>;
  goOn(): Promise<void>;
};

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataFolder = await makePreparedFolder();
  const begin = () => startEmbeddedPostgres({ dataFolder, log: () => {}, profile: "test" });
  let running: EmbeddedPostgres | null = await begin();
  let halted: number[] = [];
  const { connection } = running;

  async function goOn(): Promise<void> {
    for (const pid of halted.splice(0)) process.kill(pid, "SIGCONT");
  }
  async function stop(): Promise<void> {
    await running?.stop({ evenIfUsed: true });
    running = null;
  }
  onTestFinished(async () => {
    await goOn();
    await stop();
  });

  return {
    connection,
    stop,
    goOn,
    async start() {
      running ??= await begin();
    },
    async hang() {
      // The postmaster first, so that it starts no process that we would miss.
      if (running !== null) process.kill(running.pid, "SIGSTOP");
      halted = await listProcessesIn(join(dataFolder, "postgres"));
      for (const pid of halted) process.kill(pid, "SIGSTOP");
    },
  };
}
