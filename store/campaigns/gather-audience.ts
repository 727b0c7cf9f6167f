import { type Kysely, sql } from "kysely";
import type { SenderNumbers } from "../../campaigns/choose-campaign-number.ts";
import { whereFound, whereLeads } from "../leads/lead-filter.ts";
import type { Schema } from "../schema.ts";
import type { DueCampaign } from "./due-campaign.ts";

type Db = Kysely<Schema>;

/**
 * Freezes whom a campaign reaches: one statement, however many leads there are. What SQL can tell of who is left out is told
 * by it, the rest by `judgeSome`, which of several phones is theirs too. A list from before is thrown away.
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
    WITH ours AS MATERIALIZED (
      SELECT number AS phone FROM number
      UNION SELECT phone FROM staff WHERE account_id = ${accountId}::bigint AND phone IS NOT NULL
      UNION SELECT own.phone FROM account a, unnest(ARRAY[a.company_phone, a.on_call_phone]) own (phone)
        WHERE a.id = ${accountId}::bigint AND own.phone IS NOT NULL
    ), meant AS (
      SELECT l.id, l.name, l.user_id, l.blocked, l.consent_source, p.phones, p.theirs, row_number() OVER (PARTITION BY p.phones
          ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC, l.id DESC) AS place,
        ${
          kind === "text"
            ? sql`(SELECT o.phone FROM opt_out o WHERE o.account_id = ${accountId}::bigint AND o.phone = ANY (p.phones) LIMIT 1)`
            : sql`NULL::text`
        } AS stopped
      FROM lead l LEFT JOIN LATERAL (SELECT array_agg(p.phone ORDER BY p.position, p.phone) AS phones,
          array_agg(p.phone ORDER BY p.position, p.phone) FILTER (WHERE p.phone NOT IN (SELECT phone FROM ours)) AS theirs
        FROM lead_phone p WHERE p.account_id = l.account_id AND p.lead_id = l.id) p ON true
      WHERE ${whereLeads(accountId, { assignedTo })} AND ${found} AND ${imported}
    ), judged AS (
      SELECT m.*, CASE
        WHEN m.phones IS NULL THEN 'noPhone'
        WHEN m.blocked THEN 'blocked'
        WHEN m.place > 1 THEN 'duplicate'
        WHEN m.stopped IS NOT NULL THEN 'optedOut'
        WHEN ${audience.onlyWithConsent} AND m.consent_source IS NULL THEN 'noConsent'
        WHEN m.theirs IS NULL THEN 'ownPhone'
        END AS reason
      FROM meant m
    ), shared AS (
      SELECT j.*, j.reason IS NULL AND (j.user_id IS NULL OR NOT ${assignment.onlyUnassigned}) AS given FROM judged j
    )
    INSERT INTO campaign_recipient (account_id, campaign_id, lead_id, name, phone, phones, state, reason, user_id)
    SELECT ${key}, s.id, s.name, coalesce(s.stopped, s.theirs[1], s.phones[1]),
      CASE WHEN s.reason IS NULL AND cardinality(s.theirs) > 1 THEN s.theirs END,
      CASE WHEN s.reason IS NULL THEN 'new' ELSE 'leftOut' END, s.reason,
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

/** Notes that the list is whole. Who has the same phone as somebody else, now that it is known which, is on it once. */
export async function noteAudienceReady(db: Db, { accountId, id }: DueCampaign, now: number): Promise<void> {
  const onList = sql`r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint`;
  // Step by step (MATERIALIZED): of rows that have just been written nobody knows how many share a phone, and PostgreSQL
  // looked through all of them for each.
  await sql`
    WITH waiting AS MATERIALIZED (
      SELECT r.id, r.lead_id, r.phone, count(*) OVER (PARTITION BY r.phone) AS same
      FROM campaign_recipient r WHERE ${onList} AND r.state = 'waiting'
    ), doubles AS MATERIALIZED (
      SELECT * FROM waiting WHERE same > 1
    ), ranked AS MATERIALIZED (
      SELECT d.id, row_number() OVER (PARTITION BY d.phone
        ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC, l.id DESC) AS place
      FROM doubles d JOIN lead l ON l.account_id = ${accountId}::bigint AND l.id = d.lead_id
    )
    UPDATE campaign_recipient r SET state = 'leftOut', reason = 'duplicate', zones = NULL, number = NULL, due_at = NULL
    FROM ranked WHERE ${onList} AND r.id = ranked.id AND ranked.place > 1`.execute(db);
  await sql`UPDATE campaign c SET audience = 'ready', audience_at = ${new Date(now)},
      next_at = CASE WHEN state = 'scheduled' THEN start_at END,
      zones = ARRAY(SELECT DISTINCT r.zones FROM campaign_recipient r
        WHERE r.account_id = c.account_id AND r.campaign_id = c.id AND r.state = 'waiting' ORDER BY 1)
    WHERE c.account_id = ${accountId}::bigint AND c.id = ${id}::bigint`.execute(db);
}
