import { type Kysely, sql } from "kysely";
import { SETTINGS_CHANGED } from "./listen-for-changes.ts";
import type { Schema } from "./schema.ts";

/**
 * Announces a change of an account to every node, in the transaction that makes it, so that it is heard
 * if and only if it is committed. Changes of anything but leads make a new settings version,
 * by which nodes know that what they remember is old (store/remember-accounts.ts): who changes a setting announces it.
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
  await sql`SELECT pg_notify(${SETTINGS_CHANGED}, ${accountId})`.execute(transaction);
}
