import { sql } from "kysely";
import type { FetchState } from "../../voicemail/voicemail-states.ts";
import type { Database } from "../open-database.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../read-call-row.ts";
import { makeNotices } from "./make-notices.ts";
import type { AccountsToTell } from "./read-account-to-tell.ts";
import { readToldCall } from "./tell-of-calls.ts";

type Row = CallRow & {
  account_id: string;
  call_id: string;
  seconds: number;
  left_at: Date;
  fetch_state: FetchState;
  error: string | null;
  bytes: string | null;
  transcript: string | null;
};

/** Somebody who may call back must not wait for a recording as long as a carrier may. */
const PATIENCE = "15 minutes";

/**
 * Makes the notices of messages whose recording is here and written down, or was given up, or keeps everybody waiting; and
 * notes that they are told, in one transaction. Gives how many there were.
 */
export async function tellOfMessages({ query }: Database, now: number, most: number): Promise<number> {
  return query.transaction().execute(async (db) => {
    const { rows } = await sql<Row>`
      WITH untold AS MATERIALIZED (
        SELECT account_id, call_id FROM voicemail
        WHERE NOT told AND (fetch_state = 'failed' OR (fetch_state = 'fetched' AND transcript_state <> 'waiting')
          OR left_at < ${new Date(now)}::timestamptz - ${PATIENCE}::interval)
        ORDER BY left_at LIMIT ${most} FOR UPDATE SKIP LOCKED
      ), told AS (
        UPDATE voicemail v SET told = true FROM untold
        WHERE v.account_id = untold.account_id AND v.call_id = untold.call_id
        RETURNING v.account_id, v.call_id, v.seconds, v.left_at, v.fetch_state, v.error, v.bytes, v.transcript
      )
      SELECT told.account_id::text, told.call_id::text, told.seconds, told.left_at, told.fetch_state, told.error,
        told.bytes, told.transcript, ${sql.raw(CALL_COLUMNS.replace(/\w+/g, "c.$&"))}
      FROM told JOIN call c ON c.account_id = told.account_id AND c.id = told.call_id
      ORDER BY told.left_at`.execute(db);
    const read: AccountsToTell = new Map();
    for (const row of rows) {
      const { call, concern } = await readToldCall(db, row.account_id, recordFromRow(row));
      const voicemail = {
        seconds: row.seconds,
        leftAt: row.left_at.toISOString(),
        transcript: row.transcript,
        recording: {
          state: row.fetch_state,
          error: row.error,
          bytes: row.bytes === null ? null : Number(row.bytes),
        },
      };
      const key = `voicemailLeft:${row.call_id}`;
      await makeNotices(
        db,
        row.account_id,
        {
          happening: { event: "voicemailLeft", call, voicemail },
          concern,
          at: row.left_at.getTime(),
          personKey: key,
          webhookKey: key,
        },
        { now, read },
      );
    }
    return rows.length;
  });
}
