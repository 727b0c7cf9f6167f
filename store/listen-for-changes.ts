import { listenOn } from "./listen-on.ts";
import type { Connection } from "./open-database.ts";

/** Told in the transaction that changes an account's settings or leads; the payload is the account's id. */
export const SETTINGS_CHANGED = "ringright_settings";

/**
 * Calls back when settings were changed, by this node or another. A connection that breaks is not
 * mended here: `onLost` is told, and listening starts again when the database is back.
 */
export function listenForChanges(
  connection: Connection,
  onChange: (accountId: string) => void,
  onLost: (error: unknown) => void,
): Promise<() => Promise<void>> {
  return listenOn(connection, SETTINGS_CHANGED, onChange, onLost);
}
