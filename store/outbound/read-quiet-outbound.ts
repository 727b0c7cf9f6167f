import type pg from "pg";
import type { CallRecord } from "../../calls/call-record.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../read-call-row.ts";

const AT_ONCE = 100;

/**
 * Calls from here that are in progress without an event for `quietMs`, those looked at longest ago first. Looking marks
 * them, so that several nodes share the work (as read-quiet-calls.ts does for calls that came in).
 */
export async function readQuietOutbound(
  db: Pick<pg.Pool, "query">,
  { now, quietMs }: { now: number; quietMs: number },
): Promise<CallRecord[]> {
  const { rows } = await db.query<CallRow>({
    name: "read-quiet-outbound",
    text: READ_QUIET,
    values: [new Date(now), new Date(now - quietMs)],
  });
  return rows.map(recordFromRow);
}

const READ_QUIET = `
  WITH quiet AS MATERIALIZED (
    SELECT account_id, id FROM call
    WHERE direction = 'outbound' AND outcome IS NULL AND started_at <= $2 AND last_event_at <= $2
      AND (swept_at IS NULL OR swept_at <= $2)
    ORDER BY swept_at NULLS FIRST, started_at LIMIT ${AT_ONCE}
    FOR UPDATE SKIP LOCKED
  )
  UPDATE call c SET swept_at = $1 FROM quiet WHERE c.account_id = quiet.account_id AND c.id = quiet.id
  RETURNING ${CALL_COLUMNS.replace(/\w+/g, "c.$&")}`;

/** Which of these calls at a carrier are known as calls from here that were made since a moment. */
export async function readKnownLegs(
  db: Pick<pg.Pool, "query">,
  { accountId, since, ids }: { accountId: string; since: number; ids: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>({
    name: "read-known-legs",
    text: `SELECT state -> 'legs' -> 0 ->> 'carrierLegId' AS id FROM call
      WHERE account_id = $1 AND direction = 'outbound' AND started_at >= $2
        AND state -> 'legs' -> 0 ->> 'carrierLegId' = ANY ($3::text[])`,
    values: [accountId, new Date(since), ids],
  });
  return new Set(rows.map(({ id }) => id));
}
