import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Outcome } from "../../calls/call-state.ts";
import type { TextKind, TextState } from "../../messages/text-states.ts";
import type { MediaState } from "../conversation-tables.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** What a conversation consists of. */
export const ITEM_KINDS = ["text", "call", "note", "callback"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];
export type ItemCursor = { at: Date; kind: ItemKind; id: string };

export type TextItem = {
  id: string;
  direction: "in" | "out";
  textKind: TextKind;
  body: string;
  state: TextState;
  errorCode: string | null;
  error: string | null;
  segments: number;
  number: string;
  phone: string;
  by: string | null;
  createdAt: Date;
  dueAt: Date;
  /** The text that failed before this one, and the one by which this one was sent again. */
  againOf: string | null;
  sentAgainAs: string | null;
  price: string | null;
  priceUnit: string | null;
  media: { id: string; contentType: string; state: MediaState; error: string | null; bytes: number | null }[];
};
export type CallItem = {
  id: string;
  direction: "inbound" | "outbound";
  outcome: Outcome | null;
  number: string;
  answeredBy: string | null;
  seconds: number | null;
  voicemail: { seconds: number; state: "new" | "heard" | "done"; transcript: string | null } | null;
  note: string | null;
  disposition: string | null;
};
export type NoteItem = { id: string; body: string; author: string; authorId: string | null };
export type CallbackItem = { id: string; by: string; why: "talked" | "byHand"; note: string | null };

export type ConversationItem = { at: Date } & (
  | ({ kind: "text" } & TextItem)
  | ({ kind: "call" } & CallItem)
  | ({ kind: "note" } & NoteItem)
  | ({ kind: "callback" } & CallbackItem)
);

/** Everything of one conversation, the newest first: one query finds the page, and each kind is read by its keys. */
export async function listItems(
  db: Db,
  of: { accountId: string; leadId: string | null; phones: readonly string[] },
  { limit, after }: { limit: number; after: ItemCursor | null },
): Promise<ConversationItem[]> {
  const { rows: page } = await sql<{ kind: ItemKind; at: Date; id: string }>`
    SELECT kind, at, id FROM (${partsOf(of, limit, after)}) found
    ORDER BY at DESC, kind DESC, id COLLATE "C" DESC LIMIT ${limit}`.execute(db);
  const idsOf = (kind: ItemKind) => page.filter((one) => one.kind === kind).map(({ id }) => id);
  const { accountId } = of;
  const details = new Map<string, ConversationItem>();
  const put = <K extends ItemKind>(kind: K, rows: readonly { id: string }[]) => {
    for (const row of rows) {
      const found = page.find((one) => one.kind === kind && one.id === row.id);
      if (found)
        details.set(`${kind} ${row.id}`, { ...row, kind, at: found.at } as unknown as ConversationItem);
    }
  };
  put("text", await readTexts(db, accountId, idsOf("text")));
  put("call", await readCalls(db, accountId, idsOf("call")));
  put("note", await readNotes(db, accountId, idsOf("note")));
  put("callback", await readClosed(db, accountId, idsOf("callback")));
  return page.flatMap(({ kind, id }) => details.get(`${kind} ${id}`) ?? []);
}

function partsOf(
  { accountId, leadId, phones }: { accountId: string; leadId: string | null; phones: readonly string[] },
  limit: number,
  after: ItemCursor | null,
): RawBuilder<unknown> {
  const account = sql`${accountId}::bigint`;
  const lead = sql`${leadId}::bigint`;
  const known = sql`${phones}::text[]`;
  const part = (
    kind: ItemKind,
    from: RawBuilder<unknown>,
    at: RawBuilder<unknown>,
    id: RawBuilder<unknown>,
    where: RawBuilder<unknown>,
  ) =>
    sql`(SELECT ${sql.lit(kind)}::text AS kind, ${at} AS at, ${id}::text AS id FROM ${from} WHERE ${where}
      AND ${after === null ? sql`true` : sql`(${at}, ${sql.lit(kind)}::text, ${id}::text COLLATE "C") < (${after.at}, ${after.kind}::text, ${after.id}::text COLLATE "C")`}
      ORDER BY ${at} DESC, ${id}::text COLLATE "C" DESC LIMIT ${limit})`;
  const texts = (which: RawBuilder<unknown>) =>
    part(
      "text",
      sql`text_message m`,
      sql`m.created_at`,
      sql`m.id`,
      sql`m.account_id = ${account} AND m.kind <> 'notice' AND ${which}`,
    );
  const notes = (which: RawBuilder<unknown>) =>
    part("note", sql`note m`, sql`m.at`, sql`m.id`, sql`m.account_id = ${account} AND ${which}`);
  const who = leadId === null ? `phone:${phones[0] ?? ""}` : `lead:${leadId}`;
  const parts = [
    texts(sql`m.lead_id IS NULL AND m.phone = ANY (${known})`),
    notes(sql`m.lead_id IS NULL AND m.phone = ANY (${known})`),
    part(
      "call",
      sql`conversation_call r JOIN call c ON c.account_id = r.account_id AND c.id = r.call_id`,
      sql`c.started_at`,
      sql`c.id`,
      sql`r.account_id = ${account} AND r.phone = ANY (${known}) AND (c.lead_id IS NULL
        OR NOT EXISTS (SELECT FROM lead l WHERE l.account_id = c.account_id AND l.id = c.lead_id))`,
    ),
    part(
      "callback",
      sql`callback b`,
      sql`b.closed_at`,
      sql`b.id`,
      sql`b.account_id = ${account} AND b.who = ${who} AND b.closed_at IS NOT NULL`,
    ),
  ];
  if (leadId !== null)
    parts.push(
      texts(sql`m.lead_id = ${lead}`),
      notes(sql`m.lead_id = ${lead}`),
      part(
        "call",
        sql`call c`,
        sql`c.started_at`,
        sql`c.id`,
        sql`c.account_id = ${account} AND c.lead_id = ${lead}`,
      ),
    );
  return sql.join(parts, sql` UNION ALL `);
}

/** One text by its key. */
export async function findTextItem(db: Db, accountId: string, id: string): Promise<ConversationItem | null> {
  const [text] = await readTexts(db, accountId, [id]);
  return text === undefined ? null : { ...text, kind: "text", at: text.createdAt };
}

async function readTexts(db: Db, accountId: string, ids: readonly string[]): Promise<TextItem[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<TextItem>`SELECT m.id::text, m.direction, m.kind AS "textKind", m.body, m.state,
      m.error_code AS "errorCode", m.error, m.segments, m.number, m.phone, s.name AS by, m.created_at AS "createdAt", m.due_at AS "dueAt",
      m.again_of::text AS "againOf", (SELECT g.id::text FROM text_message g WHERE g.account_id = m.account_id
        AND g.again_of = m.id) AS "sentAgainAs",
      m.price::text, m.price_unit AS "priceUnit", coalesce((SELECT json_agg(json_build_object('id', a.id,
        'contentType', a.content_type, 'state', a.state, 'error', a.error, 'bytes', a.bytes) ORDER BY a.position, a.id)
        FROM text_media a WHERE a.account_id = m.account_id AND a.message_id = m.id), '[]') AS media
    FROM text_message m LEFT JOIN staff s ON s.account_id = m.account_id AND s.id = m.staff_id
    WHERE m.account_id = ${accountId}::bigint AND m.id = ANY (${ids}::bigint[])`.execute(db);
  return rows;
}

async function readCalls(db: Db, accountId: string, ids: readonly string[]): Promise<CallItem[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<CallItem>`SELECT c.id::text, c.direction, c.outcome,
      CASE c.direction WHEN 'outbound' THEN c.caller ELSE c.called END AS number,
      (SELECT leg ->> 'who' FROM jsonb_array_elements(c.state -> 'legs') leg WHERE leg ->> 'result' = 'connected' LIMIT 1)
        AS "answeredBy",
      extract(epoch FROM c.ended_at - c.answered_at)::int AS seconds,
      CASE WHEN v.call_id IS NULL THEN NULL ELSE json_build_object('seconds', v.seconds, 'state', v.state,
        'transcript', v.transcript) END AS voicemail, t.note, t.disposition
    FROM call c LEFT JOIN voicemail v ON v.account_id = c.account_id AND v.call_id = c.id
      LEFT JOIN call_note t ON t.account_id = c.account_id AND t.call_id = c.id
    WHERE c.account_id = ${accountId}::bigint AND c.id = ANY (${ids}::uuid[])`.execute(db);
  return rows;
}

async function readNotes(db: Db, accountId: string, ids: readonly string[]): Promise<NoteItem[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<NoteItem>`SELECT id::text, body, author, author_id::text AS "authorId" FROM note
    WHERE account_id = ${accountId}::bigint AND id = ANY (${ids}::bigint[])`.execute(db);
  return rows;
}

async function readClosed(db: Db, accountId: string, ids: readonly string[]): Promise<CallbackItem[]> {
  if (ids.length === 0) return [];
  const { rows } =
    await sql<CallbackItem>`SELECT id::text, coalesce(closed_by, '') AS by, closed_why AS why, note
    FROM callback WHERE account_id = ${accountId}::bigint AND id = ANY (${ids}::bigint[])`.execute(db);
  return rows;
}
