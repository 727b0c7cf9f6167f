import { type Kysely, sql } from "kysely";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import type { SentMedia } from "../../messages/text-media.ts";
import { TEXTS_PER_SECOND, type TextKind } from "../../messages/text-states.ts";
import type { Schema } from "../schema.ts";

/** A text in the hands of whoever claimed it. */
export type ClaimedText = {
  accountId: string;
  id: string;
  kind: TextKind;
  number: string;
  phone: string;
  leadId: string | null;
  callId: string | null;
  campaignId: string | null;
  body: string;
  /** `sending`: an earlier try was interrupted, or its answer never came: it may have been sent. */
  before: "queued" | "sending";
  /** This try's number, counted from 1. */
  tries: number;
  dueAt: Date;
  /** When it was first about to be handed over. */
  sendingAt: Date;
  /** Pictures that go with it. */
  media: SentMedia[];
  /** Null where the number is not the account's any more, or its connection was removed. */
  connection: CarrierConnection | null;
};

/** Whoever has claimed a text and says nothing for so long has died. Longer than any request. */
const LEASE_SECONDS = 120;

/** Numbers that may send more than ten texts a second send in slices of so much time. */
const SLICE_SECONDS = 0.2;
/** What came late by less is made up for, so that such a number keeps its pace. */
const LATE_SECONDS = 0.05;
const BY_ONE = 10;

/**
 * Claims texts of numbers whose turn it is, and moves each number's turn on by its pace: one text, or of a fast number as
 * many as it may send in a fifth of a second. The row of the number's pace is locked meanwhile, so that however many
 * processes send, none is sent twice and none too soon. That they are being sent is durable before the carrier hears of it.
 */
export async function claimTexts(
  db: Kysely<Schema>,
  { now, most }: { now: number; most: number },
): Promise<ClaimedText[]> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<ClaimedText>`
    WITH turn AS MATERIALIZED (
      SELECT p.account_id, p.number, coalesce(n.texts_per_second, ${TEXTS_PER_SECOND})::float8 AS rate
      FROM text_pace p LEFT JOIN number n ON n.account_id = p.account_id AND n.number = p.number
      WHERE p.next_at <= ${at} AND EXISTS (SELECT FROM text_message m
        WHERE m.account_id = p.account_id AND m.number = p.number AND m.next_try_at <= ${at})
      ORDER BY p.next_at LIMIT ${most} FOR UPDATE OF p SKIP LOCKED
    ), due AS MATERIALIZED (
      SELECT turn.account_id, turn.number, turn.rate, m.id, m.state
      FROM turn CROSS JOIN LATERAL (
        SELECT id, state FROM text_message m
        WHERE m.account_id = turn.account_id AND m.number = turn.number AND m.next_try_at <= ${at}
        ORDER BY m.next_try_at
        LIMIT CASE WHEN turn.rate <= ${BY_ONE} THEN 1 ELSE ceil(turn.rate * ${SLICE_SECONDS}) END
      ) m LIMIT ${most}
    ), paced AS (
      UPDATE text_pace p SET next_at = CASE WHEN taken.rate <= ${BY_ONE} THEN ${at}
          ELSE greatest(p.next_at, ${at} - make_interval(secs => ${LATE_SECONDS})) END
        + make_interval(secs => taken.count / taken.rate)
      FROM (SELECT account_id, number, rate, count(*) FROM due GROUP BY 1, 2, 3) taken
      WHERE p.account_id = taken.account_id AND p.number = taken.number
    ), claimed AS (
      UPDATE text_message m SET state = 'sending', tries = m.tries + 1, changed_at = ${at},
        sending_at = CASE WHEN due.state = 'sending' THEN m.sending_at ELSE ${at} END,
        next_try_at = ${at} + make_interval(secs => ${LEASE_SECONDS})
      FROM due WHERE m.account_id = due.account_id AND m.id = due.id
      RETURNING m.account_id, m.id, m.kind, m.number, m.phone, m.lead_id, m.call_id, m.campaign_id, m.body, due.state AS before,
        m.tries, m.due_at, m.sending_at
    )
    SELECT c.account_id::text AS "accountId", c.id::text, c.kind, c.number, c.phone, c.lead_id::text AS "leadId",
      c.call_id::text AS "callId", c.campaign_id::text AS "campaignId", c.body, c.before, c.tries, c.due_at AS "dueAt", c.sending_at AS "sendingAt",
      coalesce((SELECT json_agg(json_build_object('id', t.id, 'contentType', t.content_type) ORDER BY t.position)
        FROM text_media t WHERE t.account_id = c.account_id AND t.message_id = c.id), '[]') AS media,
      CASE WHEN k.id IS NULL THEN NULL ELSE json_build_object('id', k.id, 'accountId', k.account_id::text,
        'country', a.country, 'kind', k.kind, 'accountSid', k.account_sid, 'authToken', k.auth_token,
        'credentials', k.credentials, 'apiBaseUrl', k.api_base_url) END AS connection
    FROM claimed c JOIN account a ON a.id = c.account_id
      LEFT JOIN number n ON n.account_id = c.account_id AND n.number = c.number
      LEFT JOIN carrier k ON k.account_id = n.account_id AND k.id = n.carrier_id`.execute(db);
  return rows;
}

/** When the next text may go, in milliseconds; null: none is waiting. */
export async function nextTextAt(db: Kysely<Schema>): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(greatest(p.next_at, m.next_try_at)) AS at FROM text_pace p CROSS JOIN LATERAL (
      SELECT next_try_at FROM text_message m
      WHERE m.account_id = p.account_id AND m.number = p.number AND m.next_try_at IS NOT NULL
      ORDER BY m.next_try_at LIMIT 1
    ) m`.execute(db);
  return rows[0]?.at?.getTime() ?? null;
}
