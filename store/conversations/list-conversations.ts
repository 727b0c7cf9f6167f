import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Outcome } from "../../calls/call-state.ts";
import type { TextState } from "../../messages/text-states.ts";
import type { Schema } from "../schema.ts";
import { isConversationOf, LEAD_OF_PHONE, OWNER_OF, UNREAD_DAYS } from "./conversation-parts.ts";
import type { ConversationSearch } from "./search-conversations.ts";

type Db = Kysely<Schema>;

/** Whose eyes: `staffId` reads, and is null for a key; `onlyStaff` sees their own alone. Milliseconds. */
export type Reader = {
  accountId: string;
  staffId: string | null;
  onlyStaff: string | undefined;
  now: number;
};

export type ConversationFilter = {
  unread?: boolean | undefined;
  /** They wrote last, and nobody has answered. */
  needsAnswer?: boolean | undefined;
  /** A staff member's key; null: those that nobody has; left out: everybody's. */
  owner?: string | null | undefined;
  search?: ConversationSearch | null;
};

export type ConversationCursor = { unread: boolean; lastAt: Date; phone: string };

export type ListedConversation = {
  phone: string;
  number: string;
  label: string | null;
  leadId: string | null;
  leadName: string | null;
  ownerId: string | null;
  ownerName: string | null;
  lastAt: Date;
  unread: boolean;
  needsAnswer: boolean;
  text: { direction: "in" | "out"; body: string; state: TextState; at: string; media: number } | null;
  /** The last text with the words that were searched for. */
  found: { direction: "in" | "out"; body: string; at: string } | null;
  call: { direction: "inbound" | "outbound"; outcome: Outcome; at: string } | null;
};

/** Conversations: what is unread first, then the newest. A lead with several phones has one. */
export async function listConversations(
  db: Db,
  reader: Reader,
  filter: ConversationFilter,
  { limit, after }: { limit: number; after: ConversationCursor | null },
): Promise<ListedConversation[]> {
  const found: ListedConversation[] = [];
  // For a key nothing is unread.
  if (reader.staffId !== null && (after === null || after.unread)) {
    if (filter.unread !== false)
      found.push(...(await readUnread(db, reader, filter, { unread: true, limit, after })));
  }
  if (found.length < limit && filter.unread !== true) {
    const from = after?.unread === false ? after : null;
    const rest = { unread: false, limit: limit - found.length, after: from };
    found.push(...(await readRest(db, reader, filter, rest)));
  }
  return found;
}

/** What is looked through before what is searched for is looked up: what one in a hundred has is found sooner so. */
const LOOKED_AT = 1_000;
const ALL = sql`conversation`;
type Part = { unread: boolean; limit: number; after: ConversationCursor | null };

function readUnread(db: Db, reader: Reader, filter: ConversationFilter, part: Part) {
  const { search = null } = filter;
  const source = search?.exact ? lookedUp(reader, search) : ALL;
  return readPart(db, reader, filter, { ...part, source });
}

/** What is not unread. What is unread is looked through in any case, and of that mostly little: only there the texts are read. */
async function readRest(
  db: Db,
  reader: Reader,
  filter: ConversationFilter,
  part: Part,
): Promise<ListedConversation[]> {
  const { search = null } = filter;
  if (search === null) return readPart(db, reader, filter, { ...part, source: ALL });
  if (!search.exact) {
    const near = await readPart(db, reader, filter, { ...part, source: newest(reader, part) });
    if (near.length === part.limit) return near;
  }
  return readPart(db, reader, filter, { ...part, source: lookedUp(reader, search) });
}

/** Held apart, or the order's index would be walked to its end for what is hardly there. */
function lookedUp({ accountId }: Reader, { candidates }: ConversationSearch): RawBuilder<unknown> {
  return sql`(SELECT * FROM conversation k WHERE k.account_id = ${accountId}::bigint
    AND k.phone IN (${candidates}) OFFSET 0)`;
}

function newest({ accountId }: Reader, { after }: Part): RawBuilder<unknown> {
  return sql`(SELECT * FROM conversation k WHERE k.account_id = ${accountId}::bigint
    AND ${after === null ? sql`true` : sql`(k.last_at, k.phone) < (${after.lastAt}, ${after.phone})`}
    ORDER BY k.last_at DESC, k.phone DESC LIMIT ${LOOKED_AT})`;
}

/** How many are unread for a person, of those that are theirs or nobody's; counted up to a hundred. */
export async function countUnread(db: Db, reader: Reader): Promise<number> {
  if (reader.staffId === null) return 0;
  const own = sql<boolean>`(${OWNER_OF} = ${reader.staffId}::bigint OR ${OWNER_OF} IS NULL)`;
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM (
    SELECT c.phone FROM ${fromWhole(reader)} WHERE ${isSeenBy(reader)} AND ${isRecent(reader)} AND ${own} AND w.unread
    LIMIT 100) c`.execute(db);
  return rows[0]?.count ?? 0;
}

async function readPart(
  db: Db,
  reader: Reader,
  { needsAnswer, owner, search = null }: ConversationFilter,
  part: Part & { source: RawBuilder<unknown> },
): Promise<ListedConversation[]> {
  const { after } = part;
  const { rows } = await sql<ListedConversation>`
    WITH page AS MATERIALIZED (
      SELECT c.account_id, c.phone, c.number, n.label, l.id AS lead_id, l.name AS lead_name, ${OWNER_OF} AS owner_id,
        c.last_at, w.unread, w.needs_answer, coalesce(l.phones, ARRAY[c.phone]) AS phones
      FROM ${fromWhole(reader, part.source)}
      WHERE ${isSeenBy(reader)} AND ${part.unread ? sql`w.unread AND ${isRecent(reader)}` : sql`NOT w.unread`}
        AND ${needsAnswer === undefined ? sql`true` : sql`w.needs_answer = ${needsAnswer}`}
        AND ${owner === undefined ? sql`true` : sql`${OWNER_OF} IS NOT DISTINCT FROM ${owner}::bigint`}
        AND ${search === null ? sql`true` : part.unread ? sql`CASE WHEN w.unread THEN ${search.fits} ELSE false END` : search.fits}
        AND ${after === null ? sql`true` : sql`(c.last_at, c.phone) < (${after.lastAt}, ${after.phone})`}
      ORDER BY c.last_at DESC, c.phone DESC LIMIT ${part.limit}
    )
    SELECT p.phone, p.number, p.label, p.lead_id::text AS "leadId", p.lead_name AS "leadName",
      p.owner_id::text AS "ownerId", s.name AS "ownerName", p.last_at AS "lastAt", p.unread,
      p.needs_answer AS "needsAnswer", t.text, k.call, f.found
    FROM page p LEFT JOIN staff s ON s.account_id = p.account_id AND s.id = p.owner_id
      LEFT JOIN LATERAL (SELECT json_build_object('direction', m.direction, 'body', left(m.body, 200), 'state', m.state,
          'at', m.created_at, 'media', (SELECT count(*) FROM text_media a
            WHERE a.account_id = m.account_id AND a.message_id = m.id)) AS text
        FROM ${NEWEST_OF_PAGE} m WHERE m.kind <> 'notice' ORDER BY m.created_at DESC LIMIT 1) t ON true
      LEFT JOIN LATERAL (SELECT json_build_object('direction', c.direction, 'outcome', c.outcome, 'at', c.started_at) AS call
        FROM conversation_call r JOIN call c ON c.account_id = r.account_id AND c.id = r.call_id
        WHERE r.account_id = p.account_id AND r.phone = ANY (p.phones) ORDER BY r.at DESC LIMIT 1) k ON true
      LEFT JOIN LATERAL (${foundIn(search)}) f ON true
    ORDER BY p.last_at DESC, p.phone DESC`.execute(db);
  return rows;
}

/**
 * The texts of a conversation of the page, each phone's by its own key, held apart: else all texts of the account might be
 * walked through, the newest first, until one is of these phones.
 */
const NEWEST_OF_PAGE = sql`(SELECT x.* FROM unnest(p.phones) AS h (phone) CROSS JOIN LATERAL (SELECT * FROM text_message m
  WHERE m.account_id = p.account_id AND m.phone = h.phone ORDER BY m.created_at DESC OFFSET 0) x OFFSET 0)`;

function foundIn(search: ConversationSearch | null): RawBuilder<unknown> {
  if (search?.hasWords == null) return sql`SELECT NULL::json AS found`;
  return sql`SELECT json_build_object('direction', m.direction, 'body', left(m.body, 2000), 'at', m.created_at) AS found
    FROM ${NEWEST_OF_PAGE} m WHERE ${search.hasWords}
    ORDER BY m.created_at DESC LIMIT 1`;
}

/** Conversations `c` with their leads, and `w`: what holds of all phones of the lead together. */
export function fromWhole({ staffId, now }: Reader, source: RawBuilder<unknown> = ALL): RawBuilder<unknown> {
  const since = new Date(now - UNREAD_DAYS * 86_400_000);
  return sql`${source} c ${LEAD_OF_PHONE} CROSS JOIN LATERAL (
    SELECT bool_or((o.last_at, o.phone) > (c.last_at, c.phone)) AS goes_with_another,
      coalesce(bool_or(${staffId}::bigint IS NOT NULL AND o.received_at > ${since}
        AND o.received_at > coalesce(r.read_at, '-infinity')), false) AS unread,
      coalesce(max(o.received_at) > coalesce(max(o.answered_at), '-infinity'), false) AS needs_answer
    FROM conversation o LEFT JOIN conversation_read r
      ON r.account_id = o.account_id AND r.staff_id = ${staffId}::bigint AND r.phone = o.phone
    WHERE o.account_id = c.account_id AND o.phone = ANY (coalesce(l.phones, ARRAY[c.phone]))) w`;
}

/** Whether whoever asks may see it, and it is the one that stands for all phones of its lead. */
export function isSeenBy({ accountId, onlyStaff }: Reader): RawBuilder<boolean> {
  return sql`(c.account_id = ${accountId}::bigint AND NOT w.goes_with_another
    AND ${onlyStaff === undefined ? sql`true` : isConversationOf(onlyStaff)})`;
}

export function isRecent({ now }: Reader): RawBuilder<boolean> {
  return sql`c.last_at > ${new Date(now - UNREAD_DAYS * 86_400_000)}`;
}
