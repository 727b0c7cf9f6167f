import { type Kysely, sql } from "kysely";
import type { Outcome } from "../../calls/call-state.ts";
import type { EndedCall } from "../../calls/ended-call.ts";
import type { AccountId, CallId } from "../../routing/values.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../read-call-row.ts";
import type { Schema } from "../schema.ts";

export type FollowUpKey = { accountId: string; callId: string };

/** An ended call in the hands of whoever claimed what follows it. `tries`: this try's number, counted from 1. */
export type ClaimedFollowUp = { call: EndedCall; tries: number };

/** Whoever has claimed follow-ups and says nothing for so long has died. */
const LEASE_SECONDS = 120;

/**
 * Claims ended calls for which something is due, those that wait longest first. Their time is moved on, so that of two
 * processes only one works on them, and where that one dies another follows.
 */
export async function claimFollowUps(
  db: Kysely<Schema>,
  { now, most }: { now: number; most: number },
): Promise<ClaimedFollowUp[]> {
  type Row = CallRow & { account_id: string; id: string; outcome: Outcome; ended_at: Date; tries: number };
  const at = new Date(now);
  const { rows } = await sql<Row>`
    WITH due AS MATERIALIZED (
      SELECT account_id, call_id FROM call_follow_up WHERE next_try_at <= ${at}
      ORDER BY next_try_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE call_follow_up f SET tries = f.tries + 1,
        next_try_at = ${at}::timestamptz + make_interval(secs => ${LEASE_SECONDS})
      FROM due WHERE f.account_id = due.account_id AND f.call_id = due.call_id
      RETURNING f.account_id, f.call_id, f.outcome, f.ended_at, f.tries
    )
    SELECT claimed.account_id::text, claimed.call_id::text AS id, claimed.outcome, claimed.ended_at, claimed.tries,
      ${sql.raw(CALL_COLUMNS.replace(/\w+/g, "c.$&"))}
    FROM claimed JOIN call c ON c.account_id = claimed.account_id AND c.id = claimed.call_id
    ORDER BY claimed.ended_at`.execute(db);
  return rows.map((row) => ({
    tries: row.tries,
    call: {
      accountId: row.account_id as AccountId,
      callId: row.id as CallId,
      outcome: row.outcome,
      endedAt: row.ended_at.getTime(),
      record: recordFromRow(row),
    },
  }));
}

/** Everything that follows these calls was done. */
export async function endFollowUps(db: Kysely<Schema>, calls: readonly FollowUpKey[]): Promise<void> {
  if (calls.length === 0) return;
  const accounts = calls.map(({ accountId }) => accountId);
  const ids = calls.map(({ callId }) => callId);
  await sql`DELETE FROM call_follow_up f USING unnest(${accounts}::bigint[], ${ids}::uuid[]) AS done (account_id, call_id)
    WHERE f.account_id = done.account_id AND f.call_id = done.call_id`.execute(db);
}

/** Something failed; it is tried again at that time, or never (null), and then stays for whoever looks. */
export async function postponeFollowUp(
  db: Kysely<Schema>,
  { accountId, callId }: FollowUpKey,
  { error, nextTryAt }: { error: string; nextTryAt: number | null },
): Promise<void> {
  await sql`UPDATE call_follow_up SET error = ${error},
      next_try_at = ${nextTryAt === null ? null : new Date(nextTryAt)}::timestamptz
    WHERE account_id = ${accountId}::bigint AND call_id = ${callId}::uuid`.execute(db);
}

/** When something is next due, in milliseconds; null: nothing is. */
export async function nextFollowUpAt(db: Kysely<Schema>): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(next_try_at) AS at FROM call_follow_up`.execute(
    db,
  );
  return rows[0]?.at?.getTime() ?? null;
}
