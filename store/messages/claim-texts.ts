import { type RawBuilder, sql } from "kysely";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import type { SentMedia } from "../../messages/text-media.ts";
import { TEXTS_PER_SECOND, type TextKind } from "../../messages/text-states.ts";
import { CONNECTION_JSON } from "../connection-json.ts";
import type { Database } from "../open-database.ts";
import { runNamed } from "../run-named.ts";

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

/** How many texts are taken at once of a line with this rate, and when it may send again after so many; all in SQL. */
const slice = (rate: RawBuilder<unknown>) =>
  sql`CASE WHEN ${rate} <= ${BY_ONE} THEN 1 ELSE ceil(${rate} * ${SLICE_SECONDS}) END`;
const nextTurn = (at: RawBuilder<unknown>) =>
  sql`CASE WHEN taken.rate <= ${BY_ONE} THEN ${at}
      ELSE greatest(p.next_at, ${at} - make_interval(secs => ${LATE_SECONDS})) END
    + make_interval(secs => taken.count / taken.rate)`;

/**
 * Claims texts of numbers whose turn it is, and moves each number's turn on by its pace: one text, or of a fast number as
 * many as it may send in a fifth of a second. Where the carrier connection has a pace too, its numbers share that: those
 * that have waited longest come first. Texts of campaigns come after all others. The rows of the paces are locked
 * meanwhile, so that however many processes send, none is sent twice and none too soon. That they are being sent is durable
 * before the carrier hears of it.
 */
export async function claimTexts(
  database: Database,
  { now, most }: { now: number; most: number },
): Promise<ClaimedText[]> {
  const at = sql`${new Date(now)}::timestamptz`;
  const isDue = sql`m.account_id = t.account_id AND m.number = t.number AND m.next_try_at <= ${at}`;
  const next = (kinds: RawBuilder<unknown>, behind: RawBuilder<unknown>) => sql`(
          SELECT id, state, next_try_at, ${behind} AS behind FROM text_message m WHERE ${isDue} AND ${kinds}
          ORDER BY next_try_at LIMIT ${slice(sql`t.rate`)})`;
  const statement = sql<ClaimedText>`
    WITH carrier_turn AS MATERIALIZED (
      SELECT p.account_id, p.carrier_id, k.texts_per_second::float8 AS rate
      FROM carrier_pace p JOIN carrier k ON k.account_id = p.account_id AND k.id = p.carrier_id
      WHERE k.texts_per_second IS NOT NULL AND p.next_at <= ${at} AND EXISTS (SELECT FROM number n
        JOIN text_pace t ON t.account_id = n.account_id AND t.number = n.number AND t.next_at <= ${at}
        WHERE n.account_id = p.account_id AND n.carrier_id = p.carrier_id AND EXISTS (SELECT FROM text_message m WHERE ${isDue}))
      FOR UPDATE OF p SKIP LOCKED
    ), turn AS MATERIALIZED (
      SELECT t.account_id, t.number, t.next_at, coalesce(n.texts_per_second, ${TEXTS_PER_SECOND})::float8 AS rate,
        c.carrier_id, c.rate AS carrier_rate
      FROM text_pace t LEFT JOIN number n ON n.account_id = t.account_id AND n.number = t.number
        LEFT JOIN carrier k ON k.account_id = n.account_id AND k.id = n.carrier_id
        LEFT JOIN carrier_turn c ON c.account_id = k.account_id AND c.carrier_id = k.id
      WHERE t.next_at <= ${at} AND (k.texts_per_second IS NULL OR c.rate IS NOT NULL)
        AND EXISTS (SELECT FROM text_message m WHERE ${isDue})
      ORDER BY t.next_at LIMIT ${most} FOR UPDATE OF t SKIP LOCKED
    ), offered AS (
      SELECT t.*, m.id, m.state, m.behind, m.place, row_number() OVER (PARTITION BY t.account_id, t.carrier_id
        ORDER BY m.behind, m.place, t.next_at, t.number) AS at_carrier
      FROM turn t CROSS JOIN LATERAL (
        SELECT *, row_number() OVER (ORDER BY behind, next_try_at) AS place FROM (
          ${next(sql`kind <> 'campaign'`, sql`0`)} UNION ALL ${next(sql`kind = 'campaign'`, sql`1`)}
        ) m ORDER BY behind, next_try_at LIMIT ${slice(sql`t.rate`)}
      ) m
    ), due AS MATERIALIZED (
      SELECT * FROM offered WHERE carrier_rate IS NULL OR at_carrier <= ${slice(sql`carrier_rate`)}
      ORDER BY behind, place, next_at LIMIT ${most}
    ), paced AS (
      UPDATE text_pace p SET next_at = ${nextTurn(at)}
      FROM (SELECT account_id, number, rate, count(*) FROM due GROUP BY 1, 2, 3) taken
      WHERE p.account_id = taken.account_id AND p.number = taken.number
    ), carrier_paced AS (
      UPDATE carrier_pace p SET next_at = ${nextTurn(at)}
      FROM (SELECT account_id, carrier_id, carrier_rate AS rate, count(*) FROM due
        WHERE carrier_rate IS NOT NULL GROUP BY 1, 2, 3) taken
      WHERE p.account_id = taken.account_id AND p.carrier_id = taken.carrier_id
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
      CASE WHEN k.id IS NULL THEN NULL ELSE ${CONNECTION_JSON} END AS connection
    FROM claimed c JOIN account a ON a.id = c.account_id
      LEFT JOIN number n ON n.account_id = c.account_id AND n.number = c.number
      LEFT JOIN carrier k ON k.account_id = n.account_id AND k.id = n.carrier_id`;
  return runNamed(database, "claim-texts", statement);
}

/** When the next text may go, in milliseconds; null: none is waiting. */
export async function nextTextAt(database: Database): Promise<number | null> {
  const statement = sql<{ at: Date | null }>`
    SELECT min(greatest(p.next_at, m.next_try_at, c.next_at)) AS at FROM text_pace p CROSS JOIN LATERAL (
      SELECT next_try_at FROM text_message m
      WHERE m.account_id = p.account_id AND m.number = p.number AND m.next_try_at IS NOT NULL
      ORDER BY m.next_try_at LIMIT 1
    ) m LEFT JOIN number n ON n.account_id = p.account_id AND n.number = p.number
      LEFT JOIN carrier k ON k.account_id = n.account_id AND k.id = n.carrier_id AND k.texts_per_second IS NOT NULL
      LEFT JOIN carrier_pace c ON c.account_id = k.account_id AND c.carrier_id = k.id`;
  const rows = await runNamed(database, "next-text", statement);
  return rows[0]?.at?.getTime() ?? null;
}
