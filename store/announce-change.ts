import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** The channel on which every committed change is announced, with the account's id. */
export const SETTINGS_CHANNEL = "ringright_settings";

/**
 * Announces a change of an account to every node, in the transaction that makes it, so that it is heard
 * if and only if it is committed. Changes of anything but leads make a new settings version.
 */
export async function announceChange(
  transaction: Kysely<Schema>,
  accountId: string,
  what: { leadsOnly: boolean },
): Promise<void> {
  if (!what.leadsOnly) {
    await sql`UPDATE account SET settings_version = settings_version + 1 WHERE id = ${accountId}`.execute(
      transaction,
    );
  }
  await sql`SELECT pg_notify(${SETTINGS_CHANNEL}, ${accountId})`.execute(transaction);
}
