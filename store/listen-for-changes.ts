import pg from "pg";
import type { Connection } from "./open-database.ts";

/** Told in the transaction that changes an account's settings or leads; the payload is the account's id. */
export const SETTINGS_CHANGED = "ringright_settings";

const CONNECT_MS = 10_000;

/**
 * Calls back when settings were changed, by this node or another. A connection that breaks is not
 * mended here: `onLost` is told, and listening starts again when the database is back.
 */
export async function listenForChanges(
  connection: Connection,
  onChange: (accountId: string) => void,
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
  client.on("notification", (message) => onChange(message.payload ?? ""));
  try {
    await client.connect();
    await client.query(`LISTEN ${SETTINGS_CHANGED}`);
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
