import { type Kysely, sql } from "kysely";
import type { CampaignPlan } from "../../campaigns/campaign-plan.ts";
import type { AudienceState, CampaignKind, CampaignState } from "../../campaigns/campaign-states.ts";
import type { CountryCode } from "../../directory/normalise-phone.ts";
import type { Schema } from "../schema.ts";

/** A campaign that something is to be done for, with what its account says. */
export type DueCampaign = {
  accountId: string;
  id: string;
  kind: CampaignKind;
  state: CampaignState;
  plan: CampaignPlan;
  audience: AudienceState;
  zones: string[];
  /** Whether its list was begun: then there are recipients. */
  listed: boolean;
  paced: Record<string, number>;
  /** Texts of this day, by the account's clock. */
  today: number;
  business: string;
  timezone: string;
  country: CountryCode;
  allowedCountries: string[];
};

/** The next campaign that something is due for, locked until the transaction ends: no other node works on it. */
export async function lockDueCampaign(db: Kysely<Schema>, now: number): Promise<DueCampaign | null> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<DueCampaign>`
    SELECT c.account_id::text AS "accountId", c.id::text, c.kind, c.state, c.plan, c.audience, c.zones, c.paced,
      EXISTS (SELECT FROM campaign_recipient r WHERE r.account_id = c.account_id AND r.campaign_id = c.id) AS listed,
      CASE WHEN c.day = (${at} AT TIME ZONE a.timezone)::date THEN c.day_texts ELSE 0 END AS today,
      a.name AS business, a.timezone, a.country, a.allowed_countries AS "allowedCountries"
    FROM campaign c JOIN account a ON a.id = c.account_id
    WHERE c.next_at <= ${at} ORDER BY c.next_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`.execute(db);
  return rows[0] ?? null;
}

/** When something is due next, in milliseconds; null: never, as far as is known. */
export async function nextCampaignAt(db: Kysely<Schema>): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(next_at) AS at FROM campaign`.execute(db);
  return rows[0]?.at?.getTime() ?? null;
}

/** Says when something is to be done for it again; null: nothing is. */
export async function setNextAt(
  db: Kysely<Schema>,
  { accountId, id }: Pick<DueCampaign, "accountId" | "id">,
  at: number | null,
): Promise<void> {
  await sql`UPDATE campaign SET next_at = ${at === null ? null : new Date(at)}
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint`.execute(db);
}
