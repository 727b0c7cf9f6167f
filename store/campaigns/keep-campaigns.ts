import { type Kysely, sql } from "kysely";
import type { CampaignPlan } from "../../campaigns/campaign-plan.ts";
import type { AudienceState, CampaignKind, CampaignState } from "../../campaigns/campaign-states.ts";
import { slugFrom } from "../../directory/slug-from.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

const MAX_SLUG_BASE = 50;
/** Campaigns of one name in one account. */
const MAX_ALIKE = 100_000;
type Key = { accountId: string; id: string };

/** A campaign as lists and pages show it. */
export type KeptCampaign = {
  id: string;
  /** What settings files know it by. */
  slug: string;
  name: string;
  kind: CampaignKind;
  state: CampaignState;
  plan: CampaignPlan;
  audience: AudienceState;
  audienceAt: Date | null;
  startAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  createdBy: string;
  createdAt: Date;
  changedAt: Date;
};

const COLUMNS = sql`c.id::text, c.slug, c.name, c.kind, c.state, c.plan, c.audience, c.audience_at AS "audienceAt",
  c.start_at AS "startAt", c.started_at AS "startedAt", c.ended_at AS "endedAt", c.created_by AS "createdBy",
  c.created_at AS "createdAt", c.changed_at AS "changedAt"`;

/** Only those whose list has this staff member's leads, once they have begun; undefined: all. */
function seenBy(onlyStaff: string | undefined) {
  return onlyStaff === undefined
    ? sql`true`
    : sql`c.started_at IS NOT NULL AND EXISTS (SELECT FROM campaign_recipient r WHERE r.account_id = c.account_id
        AND r.campaign_id = c.id AND (r.user_id = ${onlyStaff}::bigint OR r.claimed_by = ${onlyStaff}::bigint
          OR (c.kind = 'call' AND r.user_id IS NULL AND r.state IN ('waiting', 'claimed'))))`;
}

/** The account's campaigns, the newest first. */
export async function listCampaigns(
  db: Db,
  accountId: string,
  { limit, before, onlyStaff }: { limit: number; before: string | undefined; onlyStaff: string | undefined },
): Promise<KeptCampaign[]> {
  const { rows } =
    await sql<KeptCampaign>`SELECT ${COLUMNS} FROM campaign c WHERE c.account_id = ${accountId}::bigint
      AND ${before === undefined ? sql`true` : sql`c.id < ${before}::bigint`} AND ${seenBy(onlyStaff)}
    ORDER BY c.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** Null where there is none, or none that this person may see. */
export async function findCampaign(
  db: Db,
  { accountId, id }: Key,
  onlyStaff?: string,
): Promise<KeptCampaign | null> {
  const { rows } = await sql<KeptCampaign>`SELECT ${COLUMNS} FROM campaign c
    WHERE c.account_id = ${accountId}::bigint AND c.id = ${id}::bigint AND ${seenBy(onlyStaff)}`.execute(db);
  return rows[0] ?? null;
}

type Written = { name: string; kind: CampaignKind; plan: CampaignPlan };

/** Keeps a new draft; gives its key. Its slug is made of its name, with a number where that is taken. */
export async function insertCampaign(
  db: Db,
  accountId: string,
  { name, kind, plan }: Written,
  by: { actor: string; now: number },
): Promise<string> {
  const at = new Date(by.now);
  const slug = slugFrom(name).slice(0, MAX_SLUG_BASE).replace(/-+$/, "") || "campaign";
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      INSERT INTO campaign (account_id, slug, name, kind, plan, created_by, created_at, changed_at)
      SELECT ${accountId}::bigint, free.slug, ${name}, ${kind}, ${JSON.stringify(plan)}::jsonb, ${by.actor}, ${at}, ${at}
      FROM (SELECT ${slug} || CASE WHEN n = 1 THEN '' ELSE '-' || n END AS slug, n FROM generate_series(1, ${MAX_ALIKE}) n) free
      WHERE NOT EXISTS (SELECT FROM campaign c WHERE c.account_id = ${accountId}::bigint AND c.slug = free.slug)
      ORDER BY free.n LIMIT 1
      ON CONFLICT (account_id, slug) DO NOTHING RETURNING id::text`.execute(db);
    // Where there is none, somebody else has taken it at the same moment.
    if (rows[0] !== undefined) return rows[0].id;
  }
}

/** Writes a draft anew; its list is to be gathered again. False where it is no draft any more. */
export async function updateCampaign(
  db: Db,
  { accountId, id }: Key,
  { name, plan }: Omit<Written, "kind">,
  now: number,
) {
  const { rows } = await sql`UPDATE campaign SET name = ${name}, plan = ${JSON.stringify(plan)}::jsonb,
      changed_at = ${new Date(now)}, audience = CASE WHEN ${keepsList(plan)} THEN audience ELSE 'none' END,
      next_at = CASE WHEN ${keepsList(plan)} THEN next_at END
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint AND state = 'draft' RETURNING 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Whether the list stays right: what decides on it is as before. */
export function keepsList({ audience, sender, assignment }: CampaignPlan) {
  const given = JSON.stringify({ audience, sender, assignment });
  return sql`jsonb_build_object('audience', plan -> 'audience', 'sender', plan -> 'sender', 'assignment', plan -> 'assignment')
    = ${given}::jsonb`;
}

/** Has the list of a draft made anew. False where it is no draft. */
export async function askForAudience(db: Db, { accountId, id }: Key, now: number): Promise<boolean> {
  return db.transaction().execute(async (within) => {
    const { rows } = await sql`UPDATE campaign SET audience = 'gathering', next_at = ${new Date(now)}
      WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint AND state = 'draft' RETURNING 1`.execute(
      within,
    );
    if (rows.length === 0) return false;
    await sql`DELETE FROM campaign_recipient
      WHERE account_id = ${accountId}::bigint AND campaign_id = ${id}::bigint`.execute(within);
    return true;
  });
}

/** Removes a campaign that never began. */
export async function removeCampaign(db: Db, { accountId, id }: Key): Promise<boolean> {
  const { rows } =
    await sql`DELETE FROM campaign WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint
    AND started_at IS NULL AND state IN ('draft', 'canceled') RETURNING 1`.execute(db);
  return rows.length > 0;
}
