import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import { CONVERSATIONS_CHANGED } from "./touch-conversation.ts";

type Db = Kysely<Schema>;
type Of = { accountId: string; phones: readonly string[]; now: number };

/** A staff member has read everything that came until now. */
export async function markRead(db: Db, { accountId, phones, now }: Of, staffId: string): Promise<void> {
  await sql`WITH kept AS (
      INSERT INTO conversation_read AS r (account_id, staff_id, phone, read_at)
      SELECT ${accountId}::bigint, ${staffId}::bigint, phone, ${new Date(now)} FROM unnest(${phones}::text[]) AS phone
      ON CONFLICT (account_id, staff_id, phone) DO UPDATE SET read_at = greatest(r.read_at, excluded.read_at)
    ) ${tell({ accountId, phones })}`.execute(db);
}

/** Says who is to answer; null: whoever it falls to (conversation-parts.ts). False where there is no such active staff member. */
export async function giveConversation(
  db: Db,
  { accountId, phones, now }: Of,
  { ownerId, number }: { ownerId: string | null; number: string | null },
): Promise<boolean> {
  if (ownerId !== null) {
    const { rows } = await sql`SELECT FROM staff
      WHERE account_id = ${accountId}::bigint AND id = ${ownerId}::bigint AND active`.execute(db);
    if (rows.length === 0) return false;
  }
  // One that nothing has happened in yet begins so.
  await sql`WITH given AS (
      INSERT INTO conversation AS c (account_id, phone, number, last_at, owner_id)
      SELECT ${accountId}::bigint, phone, ${number ?? ""}, ${new Date(now)}, ${ownerId}::bigint
      FROM unnest(${phones}::text[]) WITH ORDINALITY AS p (phone, place)
      WHERE place = 1 OR EXISTS (SELECT FROM conversation o WHERE o.account_id = ${accountId}::bigint AND o.phone = p.phone)
      ON CONFLICT (account_id, phone) DO UPDATE SET owner_id = excluded.owner_id
    ) ${tell({ accountId, phones })}`.execute(db);
  return true;
}

/** What they wrote needs no answer (any more). */
export async function markAnswered(db: Db, { accountId, phones, now }: Of): Promise<void> {
  await sql`WITH marked AS (
      UPDATE conversation SET answered_at = greatest(answered_at, ${new Date(now)})
      WHERE account_id = ${accountId}::bigint AND phone = ANY (${phones}::text[])
    ) ${tell({ accountId, phones })}`.execute(db);
}

export type KeptNote = { id: string };

/** Keeps what somebody wrote down about a lead or an unknown phone. */
export async function addNote(
  db: Db,
  { accountId, phones, now }: Of,
  note: { leadId: string | null; body: string; author: string; authorId: string | null },
): Promise<KeptNote> {
  const phone = phones[0] ?? "";
  const { rows } = await sql<KeptNote>`WITH kept AS (
      INSERT INTO note (account_id, lead_id, phone, at, author, author_id, body)
      VALUES (${accountId}::bigint, ${note.leadId}::bigint, ${phone}, ${new Date(now)}, ${note.author},
        ${note.authorId}::bigint, ${note.body}) RETURNING id
    ) SELECT id::text, pg_notify(${CONVERSATIONS_CHANGED}, ${`${accountId}:${phone}`}) FROM kept`.execute(db);
  const [kept] = rows;
  if (kept === undefined) throw new Error("a note was not kept");
  return { id: kept.id };
}

/** Removes a note; with `authorId` only that person's. False where there is none. */
export async function removeNote(
  db: Db,
  { accountId, id, authorId }: { accountId: string; id: string; authorId: string | undefined },
): Promise<boolean> {
  const { rows } =
    await sql`DELETE FROM note m WHERE m.account_id = ${accountId}::bigint AND m.id = ${id}::bigint
      AND ${authorId === undefined ? sql`true` : sql`m.author_id = ${authorId}::bigint`}
    RETURNING pg_notify(${CONVERSATIONS_CHANGED}, m.account_id || ':' || m.phone)`.execute(db);
  return rows.length > 0;
}

function tell({ accountId, phones }: { accountId: string; phones: readonly string[] }) {
  return sql`SELECT pg_notify(${CONVERSATIONS_CHANGED}, ${accountId} || ':' || phone) FROM unnest(${phones}::text[]) AS phone`;
}
