import { pino } from "pino";
import { EmbeddedPostgresError } from "../store/embedded/embedded-postgres-error.ts";
import { createApp } from "./create-app.ts";
import { EnvironmentError, readEnvironment } from "./environment.ts";
import { listenHttp } from "./listen-http.ts";
import { startNode } from "./node.ts";
import { provideDatabase } from "./provide-database.ts";

/** `npm start`: one node of an installation, until it is told to stop. */
async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const { host, port, dataFolder, publicUrl } = environment;
  const log = pino({ level: environment.logLevel });
  const provided = await provideDatabase(environment, log);
  const node = await startNode({ connection: provided.connection, dataFolder, publicUrl, log });
  const listening = await listenHttp({
    host,
    port,
    answerHook: node.answerHook,
    app: createApp(node, log),
    onError: (error) => log.error({ err: error }, "A request could not be answered"),
  }).catch(async (error: unknown) => {
    await node.stop();
    await provided.stop();
    throw error;
  });
  process.stdout.write(`Ringright is ready at http://${host}:${listening.port}\n`);
  process.send?.("ready");

  let stopping = false;
  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, "Stopping: calls in progress go on at their carrier");
    await listening.close();
    await node.stop();
    await provided.stop();
    process.exit(0);
  };
  const stopOrFail = (why: string) => {
    stop(why).catch((error: unknown) => {
      log.fatal({ err: error }, "Could not stop cleanly");
      process.exit(1);
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopOrFail(signal));
  // The launcher is gone, killed perhaps: without it nobody would stop us.
  process.on("disconnect", () => stopOrFail("the launcher is gone"));
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
