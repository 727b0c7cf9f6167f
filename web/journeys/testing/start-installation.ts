import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { WEB_FOLDER } from "../../../server/serve-web.ts";
import { freePort } from "../../../store/testing/free-port.ts";

const MAIN = fileURLToPath(new URL("../../../server/main.ts", import.meta.url));
const CLI = fileURLToPath(new URL("../../../cli/main.ts", import.meta.url));

/** A fresh installation as `npm start` runs it, on a port of its own. */
export type Installation = {
  address: string;
  firstRunLink: string;
  /** `ringright apply` of a settings file. */
  apply(settings: object): Promise<void>;
  /** Stops the server alone, as an update of it does. The result starts it again with the same data. */
  interrupt(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
};

const READY = /Ringright is ready at/;
const LINK = /http:\S+\/first-run#\S+/;

/** @param databaseUrl a database to use instead of one of its own, which takes seconds to make */
export async function startInstallation(databaseUrl?: string): Promise<Installation> {
  if (!existsSync(join(WEB_FOLDER, "index.html")))
    throw new Error("the web app is not built: npm test and npm start build it");
  const dataFolder = await mkdtemp(join(tmpdir(), "ringright-journey-"));
  // Root's PostgreSQL runs as another user, who has to pass through.
  await chmod(dataFolder, 0o711);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH,
    // As the launcher gives it: without what was compiled before, a start takes seconds.
    ...(process.env.NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
    ...(process.env.RINGRIGHT_POSTGRES_BIN && {
      RINGRIGHT_POSTGRES_BIN: process.env.RINGRIGHT_POSTGRES_BIN,
    }),
    RINGRIGHT_DATA: dataFolder,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    PORT: String(port),
    PUBLIC_URL: address,
    LOG_LEVEL: "warn",
    // A program that is told of events listens on this machine too.
    RINGRIGHT_PRIVATE_WEBHOOKS: "allow",
  };
  const start = () => startServer(env);
  let server = start();
  return {
    address,
    firstRunLink: await server.says(LINK),
    apply: (settings) => applySettings(env, settings),
    async interrupt() {
      await server.stop();
      return async () => {
        server = start();
        await server.says(READY);
      };
    },
    async stop() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function applySettings(env: NodeJS.ProcessEnv, settings: object): Promise<void> {
  const cli = fork(CLI, ["apply", "-"], {
    cwd: "/",
    execArgv: [],
    stdio: ["pipe", "ignore", "pipe", "ipc"],
    env,
  });
  const done = once(cli, "exit");
  cli.stdin?.end(JSON.stringify(settings));
  const trouble = cli.stderr === null ? "" : await text(cli.stderr);
  const [code] = await done;
  if (code !== 0) throw new Error(`the settings were not applied: ${trouble}`);
}

function startServer(env: NodeJS.ProcessEnv) {
  const child = fork(MAIN, [], { cwd: "/", execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"], env });
  let said = "";
  const ended = once(child, "exit");
  return {
    /** Waits until the server has said something like this, and gives it. */
    says: (what: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const listen = (chunk: Buffer) => {
          said += chunk.toString();
          const found = what.exec(said)?.[0];
          if (found !== undefined) resolve(found);
        };
        child.stdout?.on("data", listen);
        child.stderr?.on("data", listen);
        void ended.then(() => reject(new Error(`the server ended: ${said}`)));
      }),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
