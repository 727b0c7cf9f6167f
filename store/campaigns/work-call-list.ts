import { type Kysely, sql } from "kysely";
import type { Outcome } from "../../calls/call-state.ts";
import { MAX_TRIES } from "../../campaigns/campaign-plan.ts";
import { chooseNextPhone, readAttempt } from "../../campaigns/choose-next-phone.ts";
import { zonesOf } from "../../directory/judge-texting.ts";
import type { E164 } from "../../routing/values.ts";
import { CHANGE_TIME } from "../read-version.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Worker = { accountId: string; campaignId: string; staffId: string };

/** Whom somebody has in hand: nobody else gets them meanwhile. */
export type ClaimedRecipient = {
  id: string;
  leadId: string | null;
  name: string;
  phone: string;
  /** Which is offered next time where nobody answers on this one; null: they have no other. */
  nextPhone: string | null;
  number: string | null;
  tries: number;
  claimedUntil: Date;
  callId: string | null;
};

/** Whoever took somebody and says nothing for so long has gone home. */
export const CLAIM_MINUTES = 30;

const CLAIMED = sql`r.id::text, r.lead_id::text AS "leadId", r.name, r.phone, r.number, r.tries,
  r.phones[1 + array_position(r.phones, r.phone) % cardinality(r.phones)] AS "nextPhone",
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
 * Lays the one in hand aside: done with what it came to, as said here or noted of the call, or to be called again at a time,
 * at most five times, by the next of their phones where this one reached nobody. False where they are not in this staff
 * member's hand.
 */
export async function layAside(
  db: Db,
  worker: Worker,
  { id, disposition, againAt }: { id: string; disposition: string | null; againAt: number | null },
): Promise<boolean> {
  const { accountId, campaignId, staffId } = worker;
  return db.transaction().execute(async (within) => {
    const inHand = sql`r.account_id = ${accountId}::bigint AND r.campaign_id = ${campaignId}::bigint AND r.id = ${id}::bigint
      AND r.claimed_by = ${staffId}::bigint AND r.due_at IS NOT NULL`;
    const { rows } = await sql<InHand>`
      SELECT r.phone, coalesce(r.phones, ARRAY[r.phone]) AS phones, r.zones, r.tries, a.timezone,
        coalesce(${disposition}, n.disposition) AS came, r.disposition AS before, c.outcome
      FROM campaign_recipient r JOIN account a ON a.id = r.account_id
        LEFT JOIN call_note n ON n.account_id = r.account_id AND n.call_id = r.call_id
        LEFT JOIN call c ON c.account_id = r.account_id AND c.id = r.call_id
      WHERE ${inHand} FOR UPDATE OF r`.execute(within);
    const [found] = rows;
    if (found === undefined) return false;
    const next = chooseNextPhone(found, readAttempt(found.came, found.outcome));
    const again = againAt !== null && found.tries < MAX_TRIES && next !== null;
    const { phone, phones } = next ?? found;
    const zones =
      phone === found.phone ? found.zones : (await zonesOf(phone as E164, found.timezone)).join(" ");
    await sql`UPDATE campaign_recipient r SET disposition = ${found.came ?? found.before}, phone = ${phone},
        phones = ${phones.length > 1 ? [...phones] : null}::text[], zones = ${zones},
        state = ${again ? "waiting" : "done"}, due_at = ${again ? new Date(againAt) : null}::timestamptz,
        claimed_by = NULL, claimed_until = NULL
      WHERE ${inHand}`.execute(within);
    // Those on a list are looked for by the zones that it is known to have.
    if (phone !== found.phone)
      await sql`UPDATE campaign SET zones = zones || ${zones}::text WHERE account_id = ${accountId}::bigint
        AND id = ${campaignId}::bigint AND ${zones} <> ALL (zones)`.execute(within);
    return true;
  });
}

type InHand = {
  phone: string;
  phones: string[];
  zones: string;
  tries: number;
  timezone: string;
  came: string | null;
  before: string | null;
  outcome: Outcome | null;
};

/** Assigns the lead in hand to whoever is about to call, where the campaign says so. */
export async function assignClaimed(
  db: Db,
  accountId: string,
  { leadId, staffId, onlyUnassigned }: { leadId: string; staffId: string; onlyUnassigned: boolean },
): Promise<boolean> {
  const { rows } = await sql`UPDATE lead SET user_id = ${staffId}::bigint, changed_at = ${CHANGE_TIME}
    WHERE account_id = ${accountId}::bigint AND id = ${leadId}::bigint AND user_id IS DISTINCT FROM ${staffId}::bigint
      AND (user_id IS NULL OR NOT ${onlyUnassigned}) RETURNING 1`.execute(db);
  return rows.length > 0;
}
