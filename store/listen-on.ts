import pg from "pg";
import type { Connection } from "./open-database.ts";

const CONNECT_MS = 10_000;

/**
 * Calls back for every message on a channel. A connection that breaks is not mended here: `onLost` is told,
 * once. Gives what ends the listening.
 */
export async function listenOn(
  connection: Connection,
  channel: string,
  onMessage: (payload: string) => void,
  onLost: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const where = "url" in connection ? { connectionString: connection.url } : connection;
  const client = new pg.Client({
    ...where,
    application_name: "ringright listener",
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // Until it listens nothing is lost: then the throw tells.
  let ended = true;
  const lose = (error: unknown) => {
    if (!ended) onLost(error);
    ended = true;
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("the listening connection ended")));
  client.on("notification", (message) => onMessage(message.payload ?? ""));
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  ended = false;
  return async () => {
    ended = true;
    await client.end().catch(() => {});
  };
}
