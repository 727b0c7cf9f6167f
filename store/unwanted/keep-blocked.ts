import { type Kysely, sql } from "kysely";
import { type BlockedCaller, callerOf, noteOf, statedEntry } from "../../directory/blocked-caller.ts";
import { CHANGE_TIME } from "../read-version.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** An account's whole block list, in the order of its phones. */
export async function readBlockedCallers(db: Db, accountId: string): Promise<BlockedCaller[]> {
  const rows = await db
    .selectFrom("blocked_caller")
    .select(["caller", "note"])
    .where("account_id", "=", accountId)
    .orderBy("caller")
    .execute();
  return rows.map(({ caller, note }) => statedEntry(caller, note));
}

/** Makes the block list what is given. What stays as it is keeps when and by whom it was added. */
export async function writeBlockedCallers(
  db: Db,
  accountId: string,
  entries: readonly BlockedCaller[],
): Promise<void> {
  const given = JSON.stringify(entries.map((entry) => ({ caller: callerOf(entry), note: noteOf(entry) })));
  await sql`WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${given}::jsonb) AS given (caller text, note text)
    ), gone AS (
      DELETE FROM blocked_caller b WHERE b.account_id = ${accountId}
        AND NOT EXISTS (SELECT FROM given WHERE given.caller = b.caller)
    )
    INSERT INTO blocked_caller AS b (account_id, caller, note) SELECT ${accountId}, caller, note FROM given
    ON CONFLICT (account_id, caller) DO UPDATE SET note = excluded.note, changed_at = ${CHANGE_TIME}
      WHERE b.note IS DISTINCT FROM excluded.note`.execute(db);
}
