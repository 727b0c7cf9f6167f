import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import type { MessageKey } from "./keep-voicemails.ts";

/** Where the recording of a message is kept; null where it is not here. */
export async function findRecordingOf(
  db: Kysely<Schema>,
  { accountId, callId }: MessageKey,
): Promise<{ place: string; bytes: number; contentType: string; leftAt: Date } | null> {
  const { rows } = await sql<{ place: string; bytes: string; contentType: string; leftAt: Date }>`
    SELECT place, bytes, content_type AS "contentType", left_at AS "leftAt" FROM voicemail
    WHERE account_id = ${accountId}::bigint AND call_id = ${callId}::uuid AND fetch_state = 'fetched'`.execute(
    db,
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, bytes: Number(row.bytes) };
}
