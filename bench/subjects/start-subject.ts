import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { memoryEnvironment, memoryFlags } from "../../scripts/launch/memory-flags.mjs";

/** A server under test, in a process of its own. */
export type Subject = {
  pid: number;
  port: number;
  /** Where its inspector listens, if it was started with one. */
  inspector: string | null;
  /** What it said since it was ready: a server that is well says nothing. */
  complaints(): string[];
  stop(): Promise<void>;
};

const READY_MS = 30_000;
const READY = /\bhttp:\/\/127\.0\.0\.1:(\d+)/;
const INSPECTOR = /\bws:\/\/127\.0\.0\.1:\S+/;

/** Starts a program of the project and waits until it says at which port it is. */
export async function startSubject(
  file: string,
  env: NodeJS.ProcessEnv,
  nodeArguments: string[] = [],
): Promise<Subject> {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const child = spawn(process.execPath, [...nodeArguments, path], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, NODE_ENV: "production", ...env },
  });
  let said = "";
  const listen = (chunk: Buffer) => {
    // Only what comes before readiness matters; a chatty server must not fill our memory.
    if (said.length < 100_000) said += chunk;
  };
  child.stdout?.on("data", listen);
  child.stderr?.on("data", listen);
  const until = Date.now() + READY_MS;
  while (!READY.test(said)) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill("SIGKILL");
      throw new Error(`${file} did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ready = said.length;
  return {
    complaints: () =>
      said
        .slice(ready)
        .split("\n")
        // A new installation says how it is set up.
        .filter((line) => line.trim() !== "" && !line.startsWith("Set up your account")),
    pid: child.pid ?? 0,
    port: Number(READY.exec(said)?.[1]),
    inspector: INSPECTOR.exec(said)?.[0] ?? null,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Ringright itself, as `npm start` runs it, on a database of its own. */
export function startRingright(
  folder: string,
  databaseUrl: string,
  publicUrl: string,
  { port = 0, nodeArguments = [] }: { port?: number; nodeArguments?: string[] } = {},
): Promise<Subject> {
  const env = {
    ...memoryEnvironment(),
    PORT: String(port),
    HOST: "127.0.0.1",
    RINGRIGHT_DATA: folder,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: publicUrl,
    LOG_LEVEL: "error",
  };
  return startSubject("server/main.ts", env, [...memoryFlags(), ...nodeArguments]);
}
