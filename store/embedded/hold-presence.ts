import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { EmbeddedPostgresError, systemCode } from "./embedded-postgres-error.ts";

/** What a program needs to connect; goes straight into `new pg.Pool(connection)`. */
export type PostgresConnection = {
  /** The folder of the unix socket (an address on Windows). */
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
};

/** How long a server may be starting up, shutting down or full before we give up. */
const PATIENCE_MS = 120_000;
/** A server that hangs (stopped in a debugger, a dead disk) accepts connections and never answers. */
const ANSWER_MS = 30_000;
/** Marks the one connection that each process using the database keeps open for as long as it does. */
const PRESENT = "ringright present";

/** Our standing connection: shows others that we are here, and shows us when the server goes. */
export type Presence = { client: Client; dataFolder: string; version: string };

/**
 * Connects to a living server, waiting while it starts up or shuts down.
 * @returns undefined if nobody answers there.
 */
export async function holdPresence(connection: PostgresConnection): Promise<Presence | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    // The maintenance database, so that we never stand in the way of replacing our own.
    const client = new Client({
      ...connection,
      database: "postgres",
      application_name: PRESENT,
      connectionTimeoutMillis: ANSWER_MS,
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ folder: string; version: string }>(
        "SELECT current_setting('data_directory') AS folder, current_setting('server_version') AS version",
      );
      const [row] = rows;
      if (row !== undefined) return { client, dataFolder: row.folder, version: row.version };
    } catch (error) {
      await client.end().catch(() => undefined);
      // 57P03 cannot_connect_now, 53300 too_many_connections: somebody is there, and it passes.
      const passing = error instanceof DatabaseError && ["57P03", "53300"].includes(error.code ?? "");
      if (isGone(error)) return undefined;
      if (!passing || Date.now() > deadline) {
        const why = error instanceof Error ? error.message : String(error);
        throw new EmbeddedPostgresError(
          "cannotStart",
          `The server in ${connection.host} does not let us in: ${why}`,
          {
            cause: error,
          },
        );
      }
    }
    await sleep(20);
  }
}

/** Lets the process end although the standing connection is open, or not (while we talk through it). */
export function letProcessEnd(presence: Presence, mayEnd: boolean): void {
  const stream = presence.client.connection.stream;
  if (!(stream instanceof Socket)) return;
  if (mayEnd) stream.unref();
  else stream.ref();
}

/** Nobody listens on the socket, or whoever did went away while we were talking. */
function isGone(error: unknown): boolean {
  if (["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(systemCode(error) ?? "")) return true;
  if (error instanceof DatabaseError) return ["57P01", "57P02"].includes(error.code ?? "");
  return error instanceof Error && error.message.startsWith("Connection terminated");
}

/** Makes a database if it is missing. */
export async function ensureDatabase(presence: Presence, name: string): Promise<void> {
  const { rowCount } = await presence.client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount === 0)
    await presence.client.query(`CREATE DATABASE ${presence.client.escapeIdentifier(name)}`);
}

/**
 * Ends our presence and says whether we were the last.
 * The name is changed first, since a closed connection stays in the list for a moment.
 */
export async function leave(presence: Presence): Promise<{ last: boolean }> {
  letProcessEnd(presence, false);
  try {
    await presence.client.query("SET application_name = 'ringright leaving'");
    const { rowCount } = await presence.client.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = $1",
      [PRESENT],
    );
    return { last: rowCount === 0 };
  } catch {
    // The server is gone or does not answer: nobody can be using it.
    return { last: true };
  } finally {
    await presence.client.end().catch(() => undefined);
  }
}
