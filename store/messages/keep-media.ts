import { type Kysely, sql } from "kysely";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import type { SentMedia } from "../../messages/text-media.ts";
import { CONNECTION_JSON } from "../connection-json.ts";
import type { MediaState } from "../conversation-tables.ts";
import { CONVERSATIONS_CHANGED } from "../conversations/touch-conversation.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** A picture in the hands of whoever claimed it. */
export type ClaimedMedia = {
  accountId: string;
  id: string;
  carrierUrl: string;
  contentType: string;
  tries: number;
  /** Null where the connection that it came by is gone. */
  connection: CarrierConnection | null;
};

/** Who has claimed one and says nothing for so long has died. Longer than any picture takes. */
const LEASE_SECONDS = 120;

/** Claims pictures that are to be fetched, so that of many processes one fetches each. */
export async function claimMedia(
  db: Db,
  { now, most }: { now: number; most: number },
): Promise<ClaimedMedia[]> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<ClaimedMedia>`
    WITH due AS MATERIALIZED (
      SELECT account_id, id FROM text_media WHERE next_try_at <= ${at}
      ORDER BY next_try_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE text_media m SET tries = m.tries + 1, next_try_at = ${at} + make_interval(secs => ${LEASE_SECONDS})
      FROM due WHERE m.account_id = due.account_id AND m.id = due.id
      RETURNING m.account_id, m.id, m.message_id, m.carrier_url, m.content_type, m.tries
    )
    SELECT c.account_id::text AS "accountId", c.id::text, c.carrier_url AS "carrierUrl", c.content_type AS "contentType",
      c.tries, CASE WHEN k.id IS NULL THEN NULL ELSE ${CONNECTION_JSON} END AS connection
    FROM claimed c JOIN account a ON a.id = c.account_id
      JOIN text_message m ON m.account_id = c.account_id AND m.id = c.message_id
      LEFT JOIN carrier k ON k.account_id = m.account_id AND k.id = m.carrier_id`.execute(db);
  return rows;
}

/** When the next picture is to be fetched, in milliseconds; null: none is waiting. */
export async function nextMediaAt(db: Db): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(next_try_at) AS at FROM text_media
    WHERE next_try_at IS NOT NULL`.execute(db);
  return rows[0]?.at?.getTime() ?? null;
}

type Key = { accountId: string; id: string };

/** It is here, or it will not come. Whoever looks at its conversation is told. */
export async function noteMedia(
  db: Db,
  { accountId, id }: Key,
  over:
    | { state: "kept"; place: string; bytes: number; contentType: string }
    | { state: "failed"; error: string }
    | { state: "waiting"; error: string; at: number },
): Promise<void> {
  const kept = over.state === "kept" ? over : null;
  const error = over.state === "kept" ? null : over.error;
  await sql`UPDATE text_media a SET state = ${over.state}, error = ${error}, place = ${kept?.place ?? null},
      bytes = ${kept?.bytes ?? null}::bigint, content_type = coalesce(${kept?.contentType ?? null}, a.content_type),
      next_try_at = ${over.state === "waiting" ? new Date(over.at) : null}
    FROM text_message m WHERE a.account_id = ${accountId}::bigint AND a.id = ${id}::uuid
      AND m.account_id = a.account_id AND m.id = a.message_id
    RETURNING pg_notify(${CONVERSATIONS_CHANGED}, m.account_id || ':' || m.phone)`.execute(db);
}

/** A picture that was uploaded, to go with a text. */
export async function insertUploaded(
  db: Db,
  accountId: string,
  file: { id: string; contentType: string; fileName: string; bytes: number; place: string; now: number },
): Promise<void> {
  await sql`INSERT INTO text_media (account_id, id, content_type, file_name, state, bytes, place, created_at)
    VALUES (${accountId}::bigint, ${file.id}::uuid, ${file.contentType}, ${file.fileName}, 'kept', ${file.bytes},
      ${file.place}, ${new Date(file.now)})`.execute(db);
}

/** Puts uploaded pictures to a text, in this order. False where one is not there, or is in another text: then nothing is done. */
export async function attachUploaded(
  db: Db,
  { accountId, messageId, ids }: { accountId: string; messageId: string; ids: readonly string[] },
): Promise<boolean> {
  if (ids.length === 0) return true;
  const { rows } =
    await sql`UPDATE text_media a SET message_id = ${messageId}::bigint, position = given.place - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given (id, place)
    WHERE a.account_id = ${accountId}::bigint AND a.id = given.id AND a.message_id IS NULL AND a.state = 'kept'
    RETURNING a.id`.execute(db);
  return rows.length === ids.length;
}

/** Puts the pictures of a text to another one too: their files stay where they are. */
export async function copyMedia(
  db: Db,
  { accountId, fromId, toId, now }: { accountId: string; fromId: string; toId: string; now: number },
): Promise<void> {
  await sql`INSERT INTO text_media (account_id, id, message_id, position, content_type, file_name, state, bytes, place,
      created_at)
    SELECT account_id, gen_random_uuid(), ${toId}::bigint, position, content_type, file_name, state, bytes, place,
      ${new Date(now)}
    FROM text_media WHERE account_id = ${accountId}::bigint AND message_id = ${fromId}::bigint AND state = 'kept'`.execute(
    db,
  );
}

export type FoundMedia = SentMedia & {
  state: MediaState;
  place: string | null;
  bytes: string | null;
  error: string | null;
  /** Whose conversation it is in; null: it is in none yet. */
  phone: string | null;
  leadId: string | null;
};

export async function findMedia(db: Db, { accountId, id }: Key): Promise<FoundMedia | null> {
  const { rows } =
    await sql<FoundMedia>`SELECT a.id::text, a.content_type AS "contentType", a.state, a.place, a.bytes::text,
      a.error, m.phone, m.lead_id::text AS "leadId"
    FROM text_media a LEFT JOIN text_message m ON m.account_id = a.account_id AND m.id = a.message_id
    WHERE a.account_id = ${accountId}::bigint AND a.id = ${id}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** Forgets uploads that nobody sent; gives the files' places. */
export async function forgetUnsent(db: Db, before: number): Promise<string[]> {
  const { rows } = await sql<{ place: string | null }>`DELETE FROM text_media
    WHERE message_id IS NULL AND created_at < ${new Date(before)} RETURNING place`.execute(db);
  return rows.flatMap(({ place }) => place ?? []);
}
