import { type Kysely, sql } from "kysely";
import { countSegments } from "../../messages/count-segments.ts";
import type { TextKind } from "../../messages/text-states.ts";
import { CONVERSATIONS_CHANGED, OVER_CONVERSATION } from "../conversations/touch-conversation.ts";
import type { Schema } from "../schema.ts";

/** A text to be sent. Moments in milliseconds. */
export type PlannedText = {
  accountId: string;
  kind: Exclude<TextKind, "inbound">;
  /** The business number that it comes from. */
  number: string;
  phone: string;
  body: string;
  leadId?: string | null;
  /** The call that it is about. */
  callId?: string | null;
  now: number;
  /** When it is to be sent; now where it is left out. */
  dueAt?: number;
  /** Planned once for each key of an account; null: each time. */
  key: string | null;
  /** Who of the staff wrote it. */
  staffId?: string | null;
  /** The text that failed, and is sent again with this one. */
  againOf?: string | null;
};

/** Kinds that bring a phone to the top of the list of conversations. A campaign would bring thousands: their answers do. */
const CONVERSED: readonly TextKind[] = ["person", "textBack", "help"];

/**
 * Has a text sent when it is due, at the pace of its number (jobs/send-texts.ts). Gives its id; null where one with
 * this key was planned before. Whoever is in a transaction plans it with that.
 */
export async function planText(query: Kysely<Schema>, text: PlannedText): Promise<string | null> {
  const { accountId, kind, number, phone, body, now, key } = text;
  const at = new Date(now);
  const dueAt = new Date(text.dueAt ?? now);
  const { rows } = await sql<{ id: string }>`
    WITH paced AS (
      INSERT INTO text_pace (account_id, number, next_at) VALUES (${accountId}::bigint, ${number}, ${at})
      ON CONFLICT (account_id, number) DO NOTHING
    ), planned AS (
      INSERT INTO text_message (account_id, direction, kind, number, phone, lead_id, call_id, body, segments, state,
        dedupe_key, due_at, next_try_at, created_at, changed_at, staff_id, again_of)
      VALUES (${accountId}::bigint, 'out', ${kind}, ${number}, ${phone}, ${text.leadId ?? null}::bigint,
        ${text.callId ?? null}::uuid, ${body}, ${countSegments(body)}, 'queued', ${key}, ${dueAt}, ${dueAt}, ${at}, ${at},
        ${text.staffId ?? null}::bigint, ${text.againOf ?? null}::bigint)
      ON CONFLICT (account_id, dedupe_key) DO NOTHING RETURNING id
    ), touched AS (
      INSERT INTO conversation AS c (account_id, phone, number, last_at, answered_at)
      SELECT ${accountId}::bigint, ${phone}, ${number}, ${at}, CASE WHEN ${kind === "person"} THEN ${at}::timestamptz END
      FROM planned WHERE ${CONVERSED.includes(kind)} ${OVER_CONVERSATION}
    )
    SELECT id::text, pg_notify(${CONVERSATIONS_CHANGED}, ${`${accountId}:${phone}`}) FROM planned`.execute(
    query,
  );
  return rows[0]?.id ?? null;
}
