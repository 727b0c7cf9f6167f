import type pg from "pg";
import type { CallRecord } from "../calls/call-record.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "./read-call-row.ts";

/** Where a look at the calls in progress stopped: the next goes on there, so that each has its turn. */
export type SweepPlace = { accountId: string; startedAt: number };

/** At most so many calls a look. */
const AT_ONCE = 100;

/**
 * Calls in progress with no event for `quietMs`, and not looked at by any node for as long: the next 100 after a
 * place, and the place to go on from; null where that is the beginning. Looking marks them, so that several nodes
 * share the work.
 */
export async function readQuietCalls(
  db: Pick<pg.Pool, "query">,
  asked: { now: number; quietMs: number; after: SweepPlace | null },
): Promise<{ calls: CallRecord[]; next: SweepPlace | null }> {
  const { now, quietMs, after } = asked;
  const { rows } = await db.query<CallRow>({
    name: "read-quiet-calls",
    text: READ_QUIET,
    values: [
      new Date(now),
      new Date(now - quietMs),
      after?.accountId ?? "0",
      new Date(after?.startedAt ?? 0),
    ],
  });
  const calls = rows.map(recordFromRow).sort(inOrder);
  const last = calls.length < AT_ONCE ? undefined : calls.at(-1)?.script;
  return { calls, next: last ? { accountId: last.accountId, startedAt: last.startedAt } : null };
}

function inOrder({ script: one }: CallRecord, { script: other }: CallRecord): number {
  return Number(one.accountId) - Number(other.accountId) || one.startedAt - other.startedAt;
}

/**
 * The index of calls in progress holds the order and the first condition: calls that have just begun cost nothing. Chosen
 * once (MATERIALIZED): where PostgreSQL chooses anew for each row, what it has changed is passed over and more is chosen.
 */
const READ_QUIET = `
  WITH quiet AS MATERIALIZED (
    SELECT account_id, id FROM call
    WHERE outcome IS NULL AND started_at <= $2 AND (account_id, started_at) > ($3::bigint, $4::timestamptz)
      AND last_event_at <= $2 AND (swept_at IS NULL OR swept_at <= $2) AND carrier_call_id IS NOT NULL
    ORDER BY account_id, started_at LIMIT ${AT_ONCE}
    FOR UPDATE SKIP LOCKED
  )
  UPDATE call c SET swept_at = $1 FROM quiet WHERE c.account_id = quiet.account_id AND c.id = quiet.id
  RETURNING ${CALL_COLUMNS.replace(/\w+/g, "c.$&")}`;
