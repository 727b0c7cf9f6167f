import { type Kysely, sql } from "kysely";
import type { Alert } from "../../calls/call-record.ts";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import type { KeptFile } from "../../voicemail/keep-audio.ts";
import type {
  CarrierCopy,
  FetchState,
  RecordingKind,
  TranscriptState,
} from "../../voicemail/voicemail-states.ts";
import { CONNECTION_JSON } from "../connection-json.ts";
import type { Schema } from "../schema.ts";

/** A recording by its call. `kind` left out: a message. */
export type MessageKey = { accountId: string; callId: string; kind?: RecordingKind };

/** Talks that are recorded are taken in as messages are: by the same statements, from a table with the same columns. */
const TABLES: Record<RecordingKind, "voicemail" | "call_recording"> = {
  message: "voicemail",
  call: "call_recording",
};
const tableOf = ({ kind = "message" }: Pick<MessageKey, "kind">) => sql.table(TABLES[kind]);

/** A message for which something is to be done, in the hands of whoever claimed it. */
export type ClaimedMessage = MessageKey & {
  fetchState: FetchState;
  carrierCopy: CarrierCopy;
  transcriptState: TranscriptState;
  place: string | null;
  bytes: string | null;
  contentType: string | null;
  recordingUrl: string | null;
  carrierCallId: string | null;
  leftAt: Date;
  /** This try's number, counted from 1. */
  tries: number;
  /** Whether the operator wants the carrier's copy deleted. */
  deleteAtCarrier: boolean;
  /** Null where the connection was removed. */
  connection: CarrierConnection | null;
};

const NOT_FETCHED: Alert["code"] = "recordingNotFetched";
const LOST: Record<RecordingKind, string> = {
  message: "A caller left a message whose recording could not be fetched: ",
  call: "A call was recorded, and its recording could not be fetched: ",
};
/** The carrier's call that a recording belongs to: of a talk with one who was called by themselves, that one's. */
const HELD_BY: Record<RecordingKind, ReturnType<typeof sql>> = {
  message: sql`c.carrier_call_id`,
  call: sql`coalesce((SELECT leg ->> 'carrierLegId' FROM jsonb_array_elements(c.state -> 'legs') AS leg
    WHERE leg ->> 'result' = 'connected' AND leg ->> 'carrierLegId' IS NOT NULL LIMIT 1), c.carrier_call_id)`,
};
/** Whoever has claimed a message and says nothing for so long has died. */
const LEASE = "2 minutes";

const KEY = ({ accountId, callId }: MessageKey) =>
  sql`v.account_id = ${accountId}::bigint AND v.call_id = ${callId}::uuid`;

/**
 * Keeps a message that the carrier told of after its call ended: the outcome is final, the message is there all the
 * same. What follows the call is looked at again. False where it was kept before, or the call is not known.
 */
export async function keepLateMessage(
  db: Kysely<Schema>,
  { accountId, callId }: MessageKey,
  { at, seconds, url }: { at: number; seconds: number; url: string },
): Promise<boolean> {
  const { rows } = await sql`WITH kept AS (
      INSERT INTO voicemail (account_id, call_id, seconds, left_at, recording_url)
      SELECT account_id, id, ${seconds}::int, coalesce(ended_at, ${new Date(at)}), ${url} FROM call
      WHERE account_id = ${accountId}::bigint AND id = ${callId}::uuid
      ON CONFLICT (account_id, call_id) DO NOTHING RETURNING account_id, call_id
    ), follow_up AS (
      INSERT INTO call_follow_up (account_id, call_id, outcome, ended_at, next_try_at)
      SELECT account_id, id, outcome, ended_at, ended_at FROM call
      WHERE (account_id, id) IN (SELECT account_id, call_id FROM kept) AND outcome IS NOT NULL
      ON CONFLICT (account_id, call_id) DO UPDATE SET next_try_at = excluded.next_try_at, tries = 0
    )
    SELECT call_id FROM kept`.execute(db);
  return rows.length > 0;
}

/** Claims a message for which something is due; null where nothing is, or another process has it. */
export async function claimMessage(db: Kysely<Schema>, key: MessageKey): Promise<ClaimedMessage | null> {
  const { rows } = await sql<Omit<ClaimedMessage, keyof MessageKey>>`
    UPDATE ${tableOf(key)} v SET tries = v.tries + 1, next_try_at = now() + ${LEASE}::interval
    FROM call c JOIN account a ON a.id = c.account_id
      LEFT JOIN carrier k ON k.account_id = c.account_id AND k.id = c.carrier_id
    WHERE ${KEY(key)} AND v.next_try_at <= now() AND c.account_id = v.account_id AND c.id = v.call_id
    RETURNING v.fetch_state AS "fetchState", v.carrier_copy AS "carrierCopy",
      v.transcript_state AS "transcriptState", v.place, v.bytes, v.content_type AS "contentType", v.recording_url AS "recordingUrl",
      ${HELD_BY[key.kind ?? "message"]} AS "carrierCallId", v.left_at AS "leftAt", v.tries,
      a.delete_recordings_at_carrier AS "deleteAtCarrier",
      CASE WHEN k.id IS NULL THEN NULL ELSE ${CONNECTION_JSON} END AS connection`.execute(db);
  const [row] = rows;
  return row === undefined ? null : { ...key, ...row };
}

/** Says that the work on a claimed message goes on. */
export async function extendClaim(db: Kysely<Schema>, key: MessageKey): Promise<void> {
  await sql`UPDATE ${tableOf(key)} v SET next_try_at = now() + ${LEASE}::interval
    WHERE ${KEY(key)} AND v.next_try_at IS NOT NULL`.execute(db);
}

/** The recording is kept here; what is due next is to delete it at the carrier, and to have it written down. */
export async function noteFetched(
  db: Kysely<Schema>,
  key: MessageKey,
  kept: KeptFile & { deleteAtCarrier: boolean; transcribe: boolean },
): Promise<void> {
  const { place, bytes, type, deleteAtCarrier, transcribe } = kept;
  await sql`UPDATE ${tableOf(key)} v SET fetch_state = 'fetched', place = ${place}, bytes = ${bytes}, content_type = ${type},
      fetched_at = now(), error = NULL, tries = 0,
      carrier_copy = CASE WHEN ${deleteAtCarrier} THEN 'toDelete' ELSE carrier_copy END,
      transcript_state = CASE WHEN ${transcribe} THEN 'waiting' ELSE transcript_state END,
      next_try_at = CASE WHEN ${deleteAtCarrier || transcribe} THEN now() END
    WHERE ${KEY(key)}`.execute(db);
}

/** The carrier has no copy any more. */
export async function noteDeleted(db: Kysely<Schema>, key: MessageKey): Promise<void> {
  await sql`UPDATE ${tableOf(key)} v SET carrier_copy = 'deleted', error = NULL, tries = 0,
      next_try_at = CASE WHEN transcript_state = 'waiting' THEN now() END
    WHERE ${KEY(key)}`.execute(db);
}

/** What a message says; null: it was tried in vain. */
export async function noteTranscript(
  db: Kysely<Schema>,
  key: MessageKey,
  text: string | null,
): Promise<void> {
  await sql`UPDATE ${tableOf(key)} v SET transcript = ${text}, tries = 0, next_try_at = NULL,
      error = CASE WHEN ${text === null} THEN error END,
      transcript_state = ${text === null ? "failed" : "done"}
    WHERE ${KEY(key)}`.execute(db);
}

/**
 * A try failed. The next one is due after so many seconds; null: none is, and a recording that is not here counts as
 * failed, of which the account is alerted. 0 after an interruption, which is no try.
 */
export async function noteFailure(
  db: Kysely<Schema>,
  key: MessageKey,
  { error, againIn }: { error: string | null; againIn: number | null },
): Promise<void> {
  await sql`WITH tried AS (UPDATE ${tableOf(key)} v SET error = coalesce(${error}, error),
      tries = CASE WHEN ${againIn === 0} THEN tries - 1 ELSE tries END,
      next_try_at = now() + make_interval(secs => ${againIn}::float8),
      fetch_state = CASE WHEN ${againIn === null} AND fetch_state = 'waiting' THEN 'failed' ELSE fetch_state END
    WHERE ${KEY(key)} AND v.next_try_at IS NOT NULL
    RETURNING account_id, call_id, fetch_state, error)
    INSERT INTO alert (account_id, call_id, at, code, text)
    SELECT account_id, call_id, now(), ${NOT_FETCHED},
      ${LOST[key.kind ?? "message"]} || coalesce(error, 'unknown') || '.'
    FROM tried WHERE fetch_state = 'failed'
    ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`.execute(db);
}

/** Begins anew with a message whose recording is not here; false where it is, or there is no such message. */
export async function askAgain(db: Kysely<Schema>, key: MessageKey): Promise<boolean> {
  const { rows } =
    await sql`UPDATE ${tableOf(key)} v SET fetch_state = 'waiting', tries = 0, next_try_at = now()
    WHERE ${KEY(key)} AND fetch_state <> 'fetched' RETURNING call_id`.execute(db);
  return rows.length > 0;
}

/** Messages for which something is due and nobody does it. */
export async function listDueMessages(db: Kysely<Schema>, limit: number): Promise<MessageKey[]> {
  const due = (kind: RecordingKind) => sql`SELECT account_id::text AS "accountId", call_id::text AS "callId",
    ${kind} AS kind, next_try_at FROM ${tableOf({ kind })} WHERE next_try_at <= now()`;
  const { rows } = await sql<MessageKey>`SELECT "accountId", "callId", kind
    FROM (${due("message")} UNION ALL ${due("call")}) due ORDER BY next_try_at LIMIT ${limit}`.execute(db);
  return rows;
}
