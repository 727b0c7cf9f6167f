import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** What somebody noted of a call. */
export type CallNote = { disposition: string | null; note: string | null };

/** The notes of these calls, by the call's id. */
export async function readCallNotes(
  db: Kysely<Schema>,
  accountId: string,
  callIds: readonly string[],
): Promise<Map<string, CallNote>> {
  if (callIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("call_note")
    .select(["call_id", "disposition", "note"])
    .where("account_id", "=", accountId)
    .where("call_id", "in", callIds)
    .execute();
  return new Map(rows.map(({ call_id: id, disposition, note }) => [id, { disposition, note }]));
}

/** Writes what is given; what is left out stays. */
export async function writeCallNote(
  db: Kysely<Schema>,
  key: { accountId: string; callId: string },
  change: { disposition?: string | null | undefined; note?: string | null | undefined },
  by: { actor: string; now: number },
): Promise<void> {
  const { disposition, note } = change;
  await sql`INSERT INTO call_note AS n (account_id, call_id, disposition, note, changed_at, changed_by)
    VALUES (${key.accountId}::bigint, ${key.callId}::uuid, ${disposition ?? null}, ${note ?? null},
      ${new Date(by.now)}, ${by.actor})
    ON CONFLICT (account_id, call_id) DO UPDATE SET changed_at = excluded.changed_at, changed_by = excluded.changed_by,
      disposition = CASE WHEN ${disposition !== undefined} THEN excluded.disposition ELSE n.disposition END,
      note = CASE WHEN ${note !== undefined} THEN excluded.note ELSE n.note END`.execute(db);
}

/** What calls of the account can come to, in its own words; null: as by default. */
export async function readDispositions(db: Kysely<Schema>, accountId: string): Promise<string[] | null> {
  const row = await db
    .selectFrom("account")
    .select("dispositions")
    .where("id", "=", accountId)
    .executeTakeFirst();
  return row?.dispositions ?? null;
}
