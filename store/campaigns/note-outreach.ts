import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** Somebody of the business, or a campaign, has reached out to a phone. `at` in milliseconds. */
export type Outreach = {
  accountId: string;
  phone: string;
  /** The business number that it came from. */
  number: string;
  at: number;
  kind: "text" | "call";
  campaignId?: string | null;
  /** The staff member; null: none. */
  userId?: string | null;
};

/** Keeps who reached out last to a phone from a number, by which a callback is known. What is older changes nothing. */
export async function noteOutreach(db: Kysely<Schema>, outreach: Outreach): Promise<void> {
  const { accountId, phone, number, at, kind, campaignId = null, userId = null } = outreach;
  await upsertOutreach(sql`SELECT ${accountId}::bigint, ${phone}::text, ${number}::text, ${new Date(at)}::timestamptz,
    ${kind}::text, ${campaignId}::bigint, ${userId}::bigint`).execute(db);
}

/** The same for rows of a statement: account, phone, number, at, kind, campaign, staff member. One for each phone and number. */
export function upsertOutreach(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`INSERT INTO outreach AS o (account_id, phone, number, at, kind, campaign_id, user_id) ${rows}
    ON CONFLICT (account_id, phone, number) DO UPDATE SET at = excluded.at, kind = excluded.kind,
      campaign_id = excluded.campaign_id, user_id = excluded.user_id WHERE o.at <= excluded.at`;
}
