import { type Kysely, sql } from "kysely";
import { CHUNK, countRooms, type NumberLine, paceTexts } from "../../campaigns/pace-texts.ts";
import { countSegments } from "../../messages/count-segments.ts";
import { renderTemplate } from "../../messages/render-template.ts";
import { TEXTS_PER_SECOND } from "../../messages/text-states.ts";
import { CHANGE_TIME } from "../read-version.ts";
import type { Schema } from "../schema.ts";
import type { DueCampaign } from "./due-campaign.ts";

type Db = Kysely<Schema>;

type DueRow = {
  id: string;
  step: number;
  phone: string;
  number: string;
  /** Null: the number is not the account's any more. */
  carrier: string | null;
  label: string | null;
  leadId: string | null;
  name: string;
  me: string | null;
  userId: string | null;
  stop: "optedOut" | "blocked" | "replied" | null;
};

const HOUR_MS = 3_600_000;
const KEY = ({ accountId, id }: DueCampaign) => sql`${accountId}::bigint, ${id}::bigint`;

/** How many of a campaign's texts wait in each number's line, and which pace the number and its carrier have. */
export async function readLines(db: Db, campaign: DueCampaign): Promise<Map<string, NumberLine>> {
  const { rows } = await sql<NumberLine & { number: string }>`
    SELECT n.number, coalesce(n.texts_per_second, ${TEXTS_PER_SECOND})::int AS "perSecond", coalesce(m.count, 0)::int AS "inLine",
      n.carrier_id AS carrier, k.texts_per_second AS "carrierPerSecond"
    FROM number n JOIN carrier k ON k.account_id = n.account_id AND k.id = n.carrier_id LEFT JOIN (SELECT number, count(*) FROM text_message
      WHERE (account_id, campaign_id) = (${KEY(campaign)}) AND state IN ('queued', 'sending') GROUP BY number) m
      ON m.number = n.number
    WHERE n.account_id = ${campaign.accountId}::bigint`.execute(db);
  return new Map(rows.map(({ number, ...line }) => [number, line]));
}

/**
 * Puts texts of those whose next step is due in line, as many as may go soon, each once: the step of a recipient moves in
 * the statement that plans its text. `zones`: those where it is no night. Gives how many were planned, and how many were
 * looked at.
 */
export async function planChunk(
  db: Db,
  campaign: DueCampaign,
  facts: { now: number; zones: readonly string[]; lines: ReadonlyMap<string, NumberLine> },
): Promise<{ planned: number; looked: number }> {
  const { plan, today } = campaign;
  const { now } = facts;
  const room = countRooms(facts.lines);
  const left = plan.dailyCap === null ? CHUNK : Math.max(0, plan.dailyCap - today);
  const most = Math.min(CHUNK, room.all, left);
  if (most === 0) return { planned: 0, looked: 0 };
  const due = await readDue(db, campaign, { ...facts, most });
  const stopped = due.filter((row) => row.stop !== null || row.carrier === null);
  await stop(db, campaign, stopped);
  const going = due.flatMap((row) =>
    row.stop === null && row.carrier !== null ? [{ ...row, carrier: row.carrier }] : [],
  );
  const { placed, paced } = paceTexts(going, { now, perSecond: plan.perSecond, paced: campaign.paced, room });
  const planned = await insert(db, campaign, placed, now);
  await sql`UPDATE campaign c SET paced = ${JSON.stringify(paced)}::jsonb, day_texts = ${today + planned},
      day = (${new Date(now)}::timestamptz AT TIME ZONE ${campaign.timezone})::date
    WHERE (account_id, id) = (${KEY(campaign)})`.execute(db);
  return { planned, looked: stopped.length + placed.length };
}

async function readDue(
  db: Db,
  campaign: DueCampaign,
  { now, zones, most }: { now: number; zones: readonly string[]; most: number },
): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    SELECT r.id::text, r.step, r.phone, r.number, n.carrier_id AS carrier, n.label, r.lead_id::text AS "leadId",
      coalesce(l.name, r.name) AS name, s.name AS me, r.user_id::text AS "userId",
      CASE WHEN EXISTS (SELECT FROM opt_out o WHERE o.account_id = r.account_id AND o.phone = ANY (
          ARRAY(SELECT p.phone FROM lead_phone p WHERE p.account_id = r.account_id AND p.lead_id = r.lead_id) || r.phone))
        THEN 'optedOut'
        WHEN l.blocked THEN 'blocked'
        WHEN r.step > 0 AND ${campaign.plan.stopOnReply} AND (r.replied_at IS NOT NULL OR r.called_at IS NOT NULL)
          THEN 'replied' END AS stop
    FROM (SELECT r.* FROM unnest(${[...zones]}::text[]) z CROSS JOIN LATERAL (
        SELECT * FROM campaign_recipient r WHERE (r.account_id, r.campaign_id) = (${KEY(campaign)}) AND r.zones = z
          AND r.due_at <= ${new Date(now)} ORDER BY r.due_at LIMIT ${most}) r LIMIT ${most}) r
      LEFT JOIN lead l ON l.account_id = r.account_id AND l.id = r.lead_id
      LEFT JOIN staff s ON s.account_id = r.account_id AND s.id = r.user_id
      LEFT JOIN number n ON n.account_id = r.account_id AND n.number = r.number`.execute(db);
  return rows;
}

async function stop(db: Db, campaign: DueCampaign, rows: readonly DueRow[]): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ id, stop }) => ({ id, reason: stop ?? "numberGone" }));
  await sql`UPDATE campaign_recipient r SET state = 'stopped', reason = g.reason, due_at = NULL
    FROM json_to_recordset(${JSON.stringify(given)}::json) AS g (id bigint, reason text)
    WHERE (r.account_id, r.campaign_id) = (${KEY(campaign)}) AND r.id = g.id`.execute(db);
}

async function insert(
  db: Db,
  campaign: DueCampaign,
  rows: readonly (DueRow & { at: number })[],
  now: number,
): Promise<number> {
  if (rows.length === 0) return 0;
  const { steps, assignment } = campaign.plan;
  const given = rows.flatMap((row) => {
    const step = steps[row.step];
    if (step === undefined) return [];
    const body = renderTemplate(step.text, {
      lead: { name: row.name },
      me: row.me ?? campaign.business,
      business: campaign.business,
      line: row.label ?? row.number,
    });
    const next = steps[row.step + 1];
    const { id, number, phone, leadId, at } = row;
    return [
      {
        id,
        step: row.step,
        number,
        phone,
        lead_id: leadId,
        user_id: row.userId,
        body,
        segments: countSegments(body),
        at: new Date(at).toISOString(),
        next_due: next === undefined ? null : new Date(at + next.afterHours * HOUR_MS).toISOString(),
      },
    ];
  });
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows: planned } = await sql<{ count: number }>`
    WITH given AS MATERIALIZED (SELECT * FROM json_to_recordset(${JSON.stringify(given)}::json) AS g (id bigint, step int,
      number text, phone text, lead_id bigint, user_id bigint, body text, segments int, at timestamptz, next_due timestamptz)
    ), moved AS (
      UPDATE campaign_recipient r SET step = r.step + 1, due_at = g.next_due,
        state = CASE WHEN g.next_due IS NULL THEN 'done' ELSE 'waiting' END
      FROM given g WHERE (r.account_id, r.campaign_id) = (${KEY(campaign)}) AND r.id = g.id AND r.step = g.step
        AND r.due_at IS NOT NULL
      RETURNING g.*
    ), paced AS (
      INSERT INTO text_pace (account_id, number, next_at)
      SELECT DISTINCT ${campaign.accountId}::bigint, number, ${at} FROM moved ON CONFLICT (account_id, number) DO NOTHING
    ), assigned AS (
      UPDATE lead l SET user_id = m.user_id, changed_at = ${CHANGE_TIME} FROM moved m
      WHERE ${assignment.to !== "leave"} AND m.step = 0 AND l.account_id = ${campaign.accountId}::bigint AND l.id = m.lead_id
        AND m.user_id IS NOT NULL AND l.user_id IS DISTINCT FROM m.user_id
        AND (l.user_id IS NULL OR NOT ${assignment.onlyUnassigned})
    ), planned AS (
      INSERT INTO text_message (account_id, direction, kind, number, phone, lead_id, body, segments, state, dedupe_key,
        campaign_id, campaign_step, due_at, next_try_at, created_at, changed_at)
      SELECT ${campaign.accountId}::bigint, 'out', 'campaign', number, phone, lead_id, body, segments, 'queued',
        'campaign-' || ${campaign.id} || '-' || id || '-' || step, ${campaign.id}::bigint, step, at, at, ${at}, ${at}
      FROM moved ON CONFLICT (account_id, dedupe_key) DO NOTHING RETURNING id
    )
    SELECT count(*)::int AS count FROM planned`.execute(db);
  return planned[0]?.count ?? 0;
}

/** Of each zone the first time at which a step is due; zones where nobody waits are left out. */
export async function readNextDue(db: Db, campaign: DueCampaign): Promise<{ zones: string; at: number }[]> {
  const { rows } = await sql<{ zones: string; at: Date }>`
    SELECT z AS zones, r.due_at AS at FROM unnest(${campaign.zones}::text[]) z CROSS JOIN LATERAL (
      SELECT due_at FROM campaign_recipient r WHERE (r.account_id, r.campaign_id) = (${KEY(campaign)}) AND r.zones = z
        AND r.due_at IS NOT NULL ORDER BY r.due_at LIMIT 1) r`.execute(db);
  return rows.map(({ zones, at }) => ({ zones, at: at.getTime() }));
}
