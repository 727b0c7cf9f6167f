import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { readEnvironment } from "../server/environment.ts";
import { type ConnectedDatabase, connectDatabase } from "./connect-database.ts";
import { runCli } from "./run-cli.ts";

/** Whoever reads our output may stop reading (`… | head`): that is no error, and the rest is not said. */
let unread = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  unread = true;
});

let connected: Promise<ConnectedDatabase> | undefined;
const environment = () => readEnvironment(process.env);

/** A file where the command was typed: `npm run` moves to the project's folder, and says where it was. */
async function readNear(path: string): Promise<string> {
  const typedIn = process.env.INIT_CWD;
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (typedIn === undefined) throw error;
    return readFile(resolve(typedIn, path), "utf8");
  }
}

try {
  process.exitCode = await runCli(process.argv.slice(2), {
    out: async (written) => {
      if (unread || process.stdout.write(written)) return;
      await once(process.stdout, "drain").catch(() => undefined);
    },
    err: (written) => process.stderr.write(written),
    environment,
    fetch,
    near: (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path),
    publicUrlIsSet: (process.env.PUBLIC_URL ?? "").trim() !== "",
    readFile: (path) => (path === "-" ? text(process.stdin) : readNear(path)),
    database: async () => {
      connected ??= connectDatabase(environment());
      return (await connected).database;
    },
  });
} finally {
  const opened = await connected?.catch(() => undefined);
  await opened?.close();
}
