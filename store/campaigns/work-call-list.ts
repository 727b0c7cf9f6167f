import { type Kysely, sql } from "kysely";
import { MAX_TRIES } from "../../campaigns/campaign-plan.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Worker = { accountId: string; campaignId: string; staffId: string };

/** Whom somebody has in hand: nobody else gets them meanwhile. */
export type ClaimedRecipient = {
  id: string;
  leadId: string | null;
  name: string;
  phone: string;
  number: string | null;
  tries: number;
  claimedUntil: Date;
  callId: string | null;
};

/** Whoever took somebody and says nothing for so long has gone home. */
export const CLAIM_MINUTES = 30;

const CLAIMED = sql`r.id::text, r.lead_id::text AS "leadId", r.name, r.phone, r.number, r.tries,
  r.claimed_until AS "claimedUntil", r.call_id::text AS "callId"`;

/** Whom a staff member has in hand; null: nobody. */
export async function findClaimed(
  db: Db,
  { accountId, campaignId, staffId }: Worker,
  now: number,
): Promise<ClaimedRecipient | null> {
  const { rows } = await sql<ClaimedRecipient>`SELECT ${CLAIMED} FROM campaign_recipient r
    WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${campaignId}::bigint
      AND r.claimed_by = ${staffId}::bigint AND r.claimed_until > ${new Date(now)} AND r.due_at IS NOT NULL
    ORDER BY r.claimed_until DESC LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

/**
 * Gives a staff member the next one to call, of those in zones where it is no night: first their own leads, then those of
 * nobody. Whoever is given is nobody else's for half an hour. Null: there is nobody now.
 */
export async function claimNext(
  db: Db,
  { accountId, campaignId, staffId }: Worker,
  { now, zones }: { now: number; zones: readonly string[] },
): Promise<ClaimedRecipient | null> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<ClaimedRecipient>`
    WITH next AS MATERIALIZED (
      SELECT p.id FROM campaign_recipient p LEFT JOIN lead l ON l.account_id = p.account_id AND l.id = p.lead_id
      WHERE p.account_id = ${accountId}::bigint AND p.campaign_id = ${campaignId}::bigint AND p.due_at <= ${at}
        AND p.zones = ANY (${[...zones]}::text[]) AND (p.user_id = ${staffId}::bigint OR p.user_id IS NULL)
        AND (p.claimed_until IS NULL OR p.claimed_until <= ${at}) AND coalesce(NOT l.blocked, true)
      ORDER BY p.user_id IS NULL, p.due_at, p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED
    )
    UPDATE campaign_recipient r SET claimed_by = ${staffId}::bigint, state = 'claimed', call_id = NULL,
      claimed_until = ${at} + make_interval(mins => ${CLAIM_MINUTES})
    FROM next WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${campaignId}::bigint AND r.id = next.id
    RETURNING ${CLAIMED}`.execute(db);
  return rows[0] ?? null;
}

/** Notes that the one in hand is being called. */
export async function noteListCall(
  db: Db,
  { accountId, campaignId, staffId }: Worker,
  { id, callId, now }: { id: string; callId: string; now: number },
): Promise<void> {
  await sql`UPDATE campaign_recipient SET tries = tries + 1, call_id = ${callId}::uuid,
      claimed_until = ${new Date(now)}::timestamptz + make_interval(mins => ${CLAIM_MINUTES})
    WHERE account_id = ${accountId}::bigint AND campaign_id = ${campaignId}::bigint AND id = ${id}::bigint
      AND claimed_by = ${staffId}::bigint AND call_id IS DISTINCT FROM ${callId}::uuid`.execute(db);
}

/**
 * Lays the one in hand aside: done with what it came to, as said here or noted of the call, or to be called again at a time, at most five times. False where
 * they are not in this staff member's hand.
 */
export async function layAside(
  db: Db,
  { accountId, campaignId, staffId }: Worker,
  { id, disposition, againAt }: { id: string; disposition: string | null; againAt: number | null },
): Promise<boolean> {
  const again = sql`(${againAt !== null} AND tries < ${MAX_TRIES})`;
  const { rows } =
    await sql`UPDATE campaign_recipient SET disposition = coalesce(${disposition}, (SELECT n.disposition
        FROM call_note n WHERE n.account_id = campaign_recipient.account_id AND n.call_id = campaign_recipient.call_id),
        disposition),
      state = CASE WHEN ${again} THEN 'waiting' ELSE 'done' END,
      due_at = CASE WHEN ${again} THEN ${againAt === null ? null : new Date(againAt)}::timestamptz END,
      claimed_by = NULL, claimed_until = NULL
    WHERE account_id = ${accountId}::bigint AND campaign_id = ${campaignId}::bigint AND id = ${id}::bigint
      AND claimed_by = ${staffId}::bigint AND due_at IS NOT NULL RETURNING 1`.execute(db);
  return rows.length > 0;
}

/** Assigns the lead in hand to whoever is about to call, where the campaign says so. */
export async function assignClaimed(
  db: Db,
  accountId: string,
  { leadId, staffId, onlyUnassigned }: { leadId: string; staffId: string; onlyUnassigned: boolean },
): Promise<boolean> {
  const { rows } = await sql`UPDATE lead SET user_id = ${staffId}::bigint
    WHERE account_id = ${accountId}::bigint AND id = ${leadId}::bigint AND user_id IS DISTINCT FROM ${staffId}::bigint
      AND (user_id IS NULL OR NOT ${onlyUnassigned}) RETURNING 1`.execute(db);
  return rows.length > 0;
}
