import { type Kysely, sql } from "kysely";
import type { CallbackEventKind, CallbackState } from "../../callbacks/callback-states.ts";
import type { Outcome } from "../../calls/call-state.ts";
import type { Schema } from "../schema.ts";

export type CallbackFilter = {
  state: CallbackState;
  /** A staff member's key; null: those that nobody has; left out: everybody's. */
  owner?: string | null | undefined;
};

/** Where a page ended: the last entry's time and id. */
export type CallbackCursor = { at: Date; id: string };

export type ListedCallback = {
  id: string;
  state: CallbackState;
  leadId: string | null;
  leadName: string | null;
  phone: string;
  number: string;
  label: string | null;
  ownerId: string | null;
  ownerName: string | null;
  calls: number;
  openedAt: Date;
  lastCallId: string;
  lastCallAt: Date;
  lastOutcome: Outcome;
  /** Whether the last call left a message. */
  hasVoicemail: boolean;
  escalateAt: Date | null;
  closedAt: Date | null;
  closedBy: string | null;
  closedWhy: "talked" | "byHand" | null;
  note: string | null;
};

export type CallbackEvent = { at: Date; kind: CallbackEventKind; actor: string | null; text: string };

/** Callers to be called back: those who wait longest first; of those that are done the newest first. */
export async function listCallbacks(
  db: Kysely<Schema>,
  accountId: string,
  { state, owner }: CallbackFilter,
  { limit, after }: { limit: number; after: CallbackCursor | null },
): Promise<ListedCallback[]> {
  const open = state === "open";
  const time = open ? sql`c.opened_at` : sql`c.closed_at`;
  const order = open ? sql`ASC` : sql`DESC`;
  const beyond = open ? sql`>` : sql`<`;
  const { rows } = await sql<ListedCallback>`${SELECT}
    WHERE c.account_id = ${accountId}::bigint AND c.state = ${state}
      AND ${owner === undefined ? sql`true` : sql`c.owner_id IS NOT DISTINCT FROM ${owner}::bigint`}
      AND ${after === null ? sql`true` : sql`(${time}, c.id) ${beyond} (${after.at}, ${after.id}::bigint)`}
    ORDER BY ${time} ${order}, c.id ${order} LIMIT ${limit}`.execute(db);
  return rows;
}

/** One entry; null where there is none, or it is not `owner`'s. */
export async function findCallback(
  db: Kysely<Schema>,
  accountId: string,
  id: string,
  owner: string | undefined,
): Promise<ListedCallback | null> {
  const { rows } = await sql<ListedCallback>`${SELECT}
    WHERE c.account_id = ${accountId}::bigint AND c.id = ${id}::bigint
      AND ${owner === undefined ? sql`true` : sql`c.owner_id = ${owner}::bigint`}`.execute(db);
  return rows[0] ?? null;
}

/** What happened to an entry, in order. */
export async function listCallbackEvents(
  db: Kysely<Schema>,
  accountId: string,
  id: string,
): Promise<CallbackEvent[]> {
  return db
    .selectFrom("callback_event")
    .select(["at", "kind", "actor", "text"])
    .where("account_id", "=", accountId)
    .where("callback_id", "=", id)
    .orderBy("id")
    .execute();
}

/** How many are open: in all, with nobody, and with one staff member (null: nobody is asked about). */
export async function countCallbacks(
  db: Kysely<Schema>,
  accountId: string,
  staffId: string | null,
): Promise<{ open: number; unassigned: number; mine: number }> {
  const { rows } = await sql<{ open: number; unassigned: number; mine: number }>`SELECT count(*)::int AS open,
      count(*) FILTER (WHERE owner_id IS NULL)::int AS unassigned,
      count(*) FILTER (WHERE owner_id = ${staffId}::bigint)::int AS mine
    FROM callback WHERE account_id = ${accountId}::bigint AND state = 'open'`.execute(db);
  return rows[0] ?? { open: 0, unassigned: 0, mine: 0 };
}

const SELECT = sql`SELECT c.id::text, c.state, c.lead_id::text AS "leadId", l.name AS "leadName", c.phone, c.number,
    n.label, c.owner_id::text AS "ownerId", s.name AS "ownerName", c.calls, c.opened_at AS "openedAt",
    c.last_call_id::text AS "lastCallId", c.last_call_at AS "lastCallAt", c.last_outcome AS "lastOutcome",
    EXISTS (SELECT FROM voicemail v WHERE v.account_id = c.account_id AND v.call_id = c.last_call_id) AS "hasVoicemail",
    c.escalate_at AS "escalateAt", c.closed_at AS "closedAt", c.closed_by AS "closedBy", c.closed_why AS "closedWhy",
    c.note
  FROM callback c LEFT JOIN lead l ON l.account_id = c.account_id AND l.id = c.lead_id
    LEFT JOIN staff s ON s.account_id = c.account_id AND s.id = c.owner_id
    LEFT JOIN number n ON n.account_id = c.account_id AND n.number = c.number`;
