import { pino } from "pino";
import { EmbeddedPostgresError } from "../store/embedded/embedded-postgres-error.ts";
import { EnvironmentError, readEnvironment } from "./environment.ts";
import { provideDatabase } from "./provide-database.ts";

/** `npm start`: one node of an installation, until it is told to stop. */
async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.logLevel });
  // Before anything is started: who is told to stop while starting must not leave a database behind.
  const toldToStop = whenToldToStop();
  // To load the program is most of a start; PostgreSQL starts beside it, and cleans up after a crash.
  const load = () => import("./run-node.ts");
  const provided = await provideDatabase(environment, log, () => void load().catch(() => {}));
  const { runNode } = await load().catch(async (error: unknown) => {
    await provided.stop();
    throw error;
  });
  await runNode({ environment, log, provided, toldToStop });
}

/** Resolves with the reason when this process is to stop. */
function whenToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(signal));
    // The launcher is gone, killed perhaps: without it nobody would stop us.
    const gone = () => resolve("the launcher is gone");
    process.on("disconnect", gone);
    if (process.send !== undefined && !process.connected) gone();
  });
}

/** It takes no arguments. Who gives one means something by it, and would look in vain for what they set. */
const [argument] = process.argv.slice(2);
if (argument !== undefined) {
  process.stderr.write(
    `Ringright can't start.\nThere is no argument "${argument}": settings are variables of the environment (README.md, Environment).\n`,
  );
  process.exit(2);
}

main().catch((error: unknown) => {
  const code = error instanceof Error && "code" in error ? error.code : "";
  const message =
    error instanceof EnvironmentError
      ? `These settings of the environment are wrong:\n${error.message}`
      : code === "EADDRINUSE"
        ? `The port is in use already: is Ringright running? Set PORT to another.`
        : error instanceof EmbeddedPostgresError
          ? error.message
          : error instanceof Error
            ? (error.stack ?? error.message)
            : String(error);
  process.stderr.write(`Ringright can't start.\n${message}\n`);
  process.exit(1);
});
