import { type Kysely, sql } from "kysely";
import type { NoticeChannel } from "../../notify/notice-events.ts";
import type { Schema } from "../schema.ts";

export type NoticeKey = { accountId: string; id: string };

/** A notice in the hands of whoever claimed it, with everything that sending it needs. */
export type ClaimedNotice = NoticeKey & {
  event: string;
  channel: NoticeChannel;
  recipient: string;
  callId: string | null;
  subject: string;
  content: unknown;
  /** This try's number since it was last begun, counted from 1. */
  tries: number;
  /** Since when it is tried. */
  since: Date;
  createdAt: Date;
  account: { slug: string; name: string; timezone: string };
  /** Null where it is for no staff member, or for one who is not there any more. */
  staff: { id: string; name: string; email: string; phone: string | null; active: boolean } | null;
  webhook: {
    id: string;
    url: string;
    active: boolean;
    stopped: boolean;
    /** Whether the last try there failed. */
    failing: boolean;
    secret: string;
    previousSecret: string | null;
  } | null;
};

/** Whoever has claimed a notice and says nothing for so long has died. */
export const LEASE_SECONDS = 120;

/**
 * Claims the notice of a channel that is due longest: its time is moved on, so that of two processes only one sends it,
 * and where that one dies another follows. Webhooks that are `busy` are left out. Null where nothing is due.
 */
export async function claimNotice(
  db: Kysely<Schema>,
  { channel, now, busy = [] }: { channel: NoticeChannel; now: number; busy?: readonly string[] },
): Promise<ClaimedNotice | null> {
  const at = new Date(now);
  const { rows } = await sql<ClaimedNotice>`
    WITH due AS MATERIALIZED (
      SELECT account_id, id FROM notice WHERE channel = ${channel} AND next_try_at <= ${at}
        AND (webhook_id IS NULL OR webhook_id <> ALL (${busy}::bigint[]))
      ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE notice n SET tries = n.tries + 1,
        next_try_at = ${at}::timestamptz + make_interval(secs => ${LEASE_SECONDS})
      FROM due WHERE n.account_id = due.account_id AND n.id = due.id
      RETURNING n.*
    )
    SELECT n.account_id::text AS "accountId", n.id::text, n.event, n.channel, n.recipient, n.call_id::text AS "callId",
      n.subject, n.content, n.tries, n.give_up_from AS since, n.created_at AS "createdAt",
      json_build_object('slug', a.slug, 'name', a.name, 'timezone', a.timezone) AS account,
      CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id::text, 'name', s.name, 'email', s.email,
        'phone', s.phone, 'active', s.active) END AS staff,
      CASE WHEN w.id IS NOT NULL THEN json_build_object('id', w.id::text, 'url', w.url, 'active', w.active,
        'stopped', w.stopped_at IS NOT NULL, 'failing', w.failing_since IS NOT NULL, 'secret', w.secret, 'previousSecret',
        CASE WHEN w.previous_secret_until > now() THEN w.previous_secret END) END AS webhook
    FROM claimed n JOIN account a ON a.id = n.account_id
      LEFT JOIN staff s ON s.account_id = n.account_id AND s.id = n.staff_id
      LEFT JOIN webhook w ON w.account_id = n.account_id AND w.id = n.webhook_id`.execute(db);
  return rows[0] ?? null;
}

/** Says that the sending of a claimed notice goes on. */
export async function extendNotice(db: Kysely<Schema>, key: NoticeKey, now: number): Promise<void> {
  await sql`UPDATE notice SET next_try_at = ${new Date(now)}::timestamptz + make_interval(secs => ${LEASE_SECONDS})
    WHERE account_id = ${key.accountId}::bigint AND id = ${key.id}::bigint AND next_try_at IS NOT NULL`.execute(
    db,
  );
}

/** When something of a channel is next due, in milliseconds; null: nothing is. */
export async function nextNoticeAt(db: Kysely<Schema>, channel: NoticeChannel): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(next_try_at) AS at FROM notice
    WHERE channel = ${channel} AND next_try_at IS NOT NULL`.execute(db);
  return rows[0]?.at?.getTime() ?? null;
}
