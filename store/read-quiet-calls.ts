import type pg from "pg";
import type { CallRecord } from "../calls/call-record.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "./read-call-row.ts";

/**
 * Calls in progress with no event for `quietMs`, and not looked at by any node for as long, at most
 * 100. Looking marks them, so that several nodes share the work.
 */
export async function readQuietCalls(
  db: Pick<pg.Pool, "query">,
  now: number,
  quietMs: number,
): Promise<CallRecord[]> {
  const { rows } = await db.query<CallRow>({
    name: "read-quiet-calls",
    text: READ_QUIET,
    values: [new Date(now), new Date(now - quietMs)],
  });
  return rows.map(recordFromRow);
}

const READ_QUIET = `
  UPDATE call SET swept_at = $1
  WHERE (account_id, id) IN (
    SELECT account_id, id FROM call
    WHERE outcome IS NULL AND last_event_at <= $2 AND (swept_at IS NULL OR swept_at <= $2)
      AND carrier_call_id IS NOT NULL
    ORDER BY last_event_at LIMIT 100
    FOR UPDATE SKIP LOCKED)
  RETURNING ${CALL_COLUMNS}`;
