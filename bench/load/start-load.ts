import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Job } from "./run-load.ts";
import type { Summary } from "./summarise.ts";

/** The process that makes the load. */
export type Load = { pid: number; run(job: Job): Promise<Summary>; stop(): void };

/** Starts it. Runs are for one at a time. Throws if the process dies. */
export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)), { stdio: "inherit" });
  return {
    pid: child.pid ?? 0,
    run(job) {
      return new Promise((resolve, reject) => {
        const died = () => reject(new Error("the load generator died"));
        child.once("exit", died);
        child.once("message", (told: { summary: Summary } | { failure: string }) => {
          child.off("exit", died);
          if ("summary" in told) resolve(told.summary);
          else reject(new Error(told.failure));
        });
        child.send(job);
      });
    },
    stop: () => void child.kill(),
  };
}
