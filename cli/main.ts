import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { readEnvironment } from "../server/environment.ts";
import { type ConnectedDatabase, connectDatabase } from "./connect-database.ts";
import { runCli } from "./run-cli.ts";

// Whoever reads our output may stop reading (`… | head`): that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

let connected: Promise<ConnectedDatabase> | undefined;
const environment = () => readEnvironment(process.env);

try {
  process.exitCode = await runCli(process.argv.slice(2), {
    out: async (written) => {
      if (process.stdout.destroyed || process.stdout.write(written)) return;
      await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]);
    },
    err: (written) => process.stderr.write(written),
    environment,
    publicUrlIsSet: (process.env.PUBLIC_URL ?? "").trim() !== "",
    readFile: (path) => (path === "-" ? text(process.stdin) : readFile(path, "utf8")),
    database: async () => {
      connected ??= connectDatabase(environment());
      return (await connected).database;
    },
  });
} finally {
  const opened = await connected?.catch(() => undefined);
  await opened?.close();
}
