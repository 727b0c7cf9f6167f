import { type Kysely, sql } from "kysely";
import { chooseCampaignNumber, type SenderNumbers } from "../../campaigns/choose-campaign-number.ts";
import { judgeRecipient } from "../../campaigns/judge-recipient.ts";
import { phoneLooks, zonesOf } from "../../directory/judge-texting.ts";
import { judgeDialing } from "../../directory/normalise-phone.ts";
import type { E164 } from "../../routing/values.ts";
import { whereFound, whereLeads } from "../leads/lead-filter.ts";
import type { Schema } from "../schema.ts";
import type { DueCampaign } from "./due-campaign.ts";

type Db = Kysely<Schema>;

/** Judged in one transaction, and of these before the process does something else: reading a phone takes 0.1 ms. */
const CHUNK = 1_000;
const SLICE = 10;

/**
 * Freezes whom a campaign reaches: one statement, however many leads there are. What SQL can tell of who is left out is told
 * by it, the rest by `judgeSome`. A list from before is thrown away.
 */
export async function listAudience(db: Db, campaign: DueCampaign): Promise<void> {
  const { accountId, id, kind, plan, country } = campaign;
  const { audience, assignment } = plan;
  const key = sql`${accountId}::bigint, ${id}::bigint`;
  await sql`DELETE FROM campaign_recipient WHERE (account_id, campaign_id) = (${key})`.execute(db);
  const assignedTo = audience.assignedTo === "none" ? null : (audience.assignedTo ?? undefined);
  const found = whereFound(audience.search ?? undefined, { id: accountId, country })?.where ?? sql`true`;
  const imported =
    audience.importId === null
      ? sql`true`
      : sql`l.id IN (SELECT i.lead_id FROM lead_import_lead i
          WHERE i.account_id = ${accountId}::bigint AND i.import_id = ${audience.importId}::bigint)`;
  const staff = assignment.to === "leave" ? [] : assignment.staff;
  await sql`
    WITH meant AS (
      SELECT l.id, l.name, l.user_id, l.blocked, l.consent_source, p.phones, p.phones[1] AS phone, row_number() OVER (PARTITION BY p.phones[1]
          ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC, l.id DESC) AS place
      FROM lead l LEFT JOIN LATERAL (SELECT array_agg(p.phone ORDER BY p.position, p.phone) AS phones FROM lead_phone p
        WHERE p.account_id = l.account_id AND p.lead_id = l.id) p ON true
      WHERE ${whereLeads(accountId, { assignedTo })} AND ${found} AND ${imported}
    ), judged AS (
      SELECT m.*, CASE
        WHEN m.phone IS NULL THEN 'noPhone'
        WHEN m.blocked THEN 'blocked'
        WHEN m.place > 1 THEN 'duplicate'
        WHEN ${kind === "text"} AND EXISTS (SELECT FROM opt_out o
          WHERE o.account_id = ${accountId}::bigint AND o.phone = ANY (m.phones)) THEN 'optedOut'
        WHEN ${audience.onlyWithConsent} AND m.consent_source IS NULL THEN 'noConsent'
        WHEN EXISTS (SELECT FROM number n WHERE n.number = m.phone)
          OR EXISTS (SELECT FROM staff s WHERE s.account_id = ${accountId}::bigint AND s.phone = m.phone)
          OR EXISTS (SELECT FROM account a WHERE a.id = ${accountId}::bigint
            AND m.phone IN (a.company_phone, a.on_call_phone)) THEN 'ownPhone'
        END AS reason
      FROM meant m
    ), shared AS (
      SELECT j.*, j.reason IS NULL AND (j.user_id IS NULL OR NOT ${assignment.onlyUnassigned}) AS given FROM judged j
    )
    INSERT INTO campaign_recipient (account_id, campaign_id, lead_id, name, phone, state, reason, user_id)
    SELECT ${key}, s.id, s.name, s.phone, CASE WHEN s.reason IS NULL THEN 'new' ELSE 'leftOut' END, s.reason,
      CASE WHEN s.given AND ${staff.length} > 0
        THEN (${staff}::bigint[])[1 + (row_number() OVER (PARTITION BY s.given ORDER BY s.id) - 1) % ${staff.length || 1}]
        ELSE s.user_id END
    FROM shared s ORDER BY s.id`.execute(db);
  if (audience.importId !== null)
    await sql`INSERT INTO campaign_recipient (account_id, campaign_id, name, state, reason, detail)
      SELECT ${key}, left(coalesce(nullif(r.cells ->> 0, ''), 'Row ' || r.row), 200), 'leftOut', 'refusedRow',
        left('Row ' || r.row || ': ' || r.reason, 300)
      FROM lead_import_refused r WHERE r.account_id = ${accountId}::bigint AND r.import_id = ${audience.importId}::bigint
      ORDER BY r.row`.execute(db);
}

type NewRow = {
  id: string;
  phone: string;
  userId: string | null;
  blocked: boolean;
  lastNumber: string | null;
};

/** Judges some of those on the list that are still to be judged; gives how many. */
export async function judgeSome(db: Db, campaign: DueCampaign, now: number): Promise<number> {
  const { accountId, id, plan } = campaign;
  const { rows } = await sql<NewRow>`
    SELECT r.id::text, r.phone, r.user_id::text AS "userId",
      EXISTS (SELECT FROM blocked_caller b WHERE b.account_id = r.account_id AND b.caller = ANY (
        ARRAY(SELECT left(r.phone, n) || '*' FROM generate_series(2, length(r.phone)) n) || r.phone)) AS blocked,
      (SELECT o.number FROM outreach o WHERE o.account_id = r.account_id AND o.phone = r.phone
        ORDER BY o.number = ANY (${plan.sender.pool}::text[]) DESC, o.at DESC LIMIT 1) AS "lastNumber"
    FROM campaign_recipient r WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint
      AND r.state = 'new' ORDER BY r.id LIMIT ${CHUNK}`.execute(db);
  if (rows.length === 0) return 0;
  const numbers = await readSenderNumbers(db, campaign);
  const judged: object[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
    judged.push(await judgeOne(campaign, row, numbers));
  }
  await sql`UPDATE campaign_recipient r SET state = g.state, reason = g.reason, zones = g.zones, number = g.number,
      due_at = CASE WHEN g.state = 'waiting' THEN ${new Date(now)}::timestamptz END
    FROM json_to_recordset(${JSON.stringify(judged)}::json)
      AS g (id bigint, state text, reason text, zones text, number text)
    WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint AND r.id = g.id`.execute(db);
  return rows.length;
}

async function judgeOne(campaign: DueCampaign, row: NewRow, numbers: SenderNumbers): Promise<object> {
  const { kind, plan, allowedCountries, timezone } = campaign;
  const phone = row.phone as E164;
  const number = chooseCampaignNumber(plan.sender, numbers, row);
  const reason = judgeRecipient({
    kind,
    ...phoneLooks(phone),
    allowedCountries,
    dialing: judgeDialing(phone, allowedCountries),
    blocked: row.blocked,
    number,
  });
  if (reason !== null) return { id: row.id, state: "leftOut", reason, zones: null, number: null };
  return {
    id: row.id,
    state: "waiting",
    reason: null,
    zones: (await zonesOf(phone, timezone)).join(" "),
    number,
  };
}

/** The numbers that a campaign may use, as they are now. */
export async function readSenderNumbers(
  db: Db,
  { accountId, plan }: Pick<DueCampaign, "accountId" | "plan">,
): Promise<SenderNumbers> {
  const { rows } = await sql<{ number: string; userId: string | null; isDefault: boolean }>`
    SELECT n.number, n.user_id::text AS "userId", n.number = a.default_outbound_number AS "isDefault"
    FROM number n JOIN account a ON a.id = n.account_id WHERE n.account_id = ${accountId}::bigint ORDER BY n.id`.execute(
    db,
  );
  const own = new Map<string, string>();
  for (const { number, userId } of rows) if (userId !== null && !own.has(userId)) own.set(userId, number);
  return {
    byDefault: rows.find(({ isDefault }) => isDefault)?.number ?? null,
    own,
    pool: rows.map(({ number }) => number).filter((number) => plan.sender.pool.includes(number)),
  };
}

/** Notes that the list is whole. */
export async function noteAudienceReady(db: Db, { accountId, id }: DueCampaign, now: number): Promise<void> {
  await sql`UPDATE campaign c SET audience = 'ready', audience_at = ${new Date(now)}, next_at = NULL,
      zones = ARRAY(SELECT DISTINCT r.zones FROM campaign_recipient r
        WHERE r.account_id = c.account_id AND r.campaign_id = c.id AND r.state = 'waiting' ORDER BY 1)
    WHERE c.account_id = ${accountId}::bigint AND c.id = ${id}::bigint`.execute(db);
}
