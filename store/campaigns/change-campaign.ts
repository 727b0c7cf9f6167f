import { type Kysely, sql } from "kysely";
import { type CampaignEvent, type CampaignState, moveCampaign } from "../../campaigns/campaign-states.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Key = { accountId: string; id: string };

/** Why a texts of a campaign that was canceled was not sent. */
export const CAMPAIGN_CANCELED = "campaignCanceled";

/**
 * Moves a campaign by an event, with all of its texts that wait in line: paused they are held back, canceled they are
 * gone, in one statement each. Gives the new state, or null where the event means nothing now. In the caller's transaction.
 */
export async function changeCampaign(
  db: Db,
  { accountId, id }: Key,
  event: CampaignEvent,
  { now, startAt = null }: { now: number; startAt?: number | null },
): Promise<CampaignState | null> {
  const key = sql`${accountId}::bigint, ${id}::bigint`;
  const found = await sql<{ state: CampaignState }>`
    SELECT state FROM campaign WHERE (account_id, id) = (${key}) FOR UPDATE`.execute(db);
  const before = found.rows[0]?.state;
  const state = before === undefined ? null : moveCampaign(before, event);
  if (state === null) return null;
  const at = sql`${new Date(now)}::timestamptz`;
  const ends = state === "done" || state === "canceled";
  const nextAt = state === "running" ? now : state === "scheduled" ? startAt : null;
  await sql`UPDATE campaign SET state = ${state}, changed_at = ${at}, trouble = NULL,
      next_at = CASE WHEN audience = 'gathering' AND ${state === "draft"} THEN next_at ELSE ${dateOf(nextAt)}::timestamptz END,
      start_at = CASE WHEN ${event === "schedule"} THEN ${dateOf(startAt)}::timestamptz
        WHEN ${state === "draft"} THEN NULL ELSE start_at END,
      started_at = CASE WHEN ${state === "running"} THEN coalesce(started_at, ${at}) ELSE started_at END,
      ended_at = CASE WHEN ${ends} THEN ${at} ELSE NULL END
    WHERE (account_id, id) = (${key})`.execute(db);
  const inLine = sql`(account_id, campaign_id) = (${key}) AND state = 'queued'`;
  if (state === "paused") await sql`UPDATE text_message SET next_try_at = NULL WHERE ${inLine}`.execute(db);
  if (event === "resume")
    await sql`UPDATE text_message SET next_try_at = ${at}, due_at = ${at} WHERE ${inLine}`.execute(db);
  if (state === "canceled")
    await sql`UPDATE text_message SET state = 'canceled', error_code = ${CAMPAIGN_CANCELED}, next_try_at = NULL,
        error = 'Not sent: the campaign was canceled.', changed_at = ${at}
      WHERE ${inLine}`.execute(db);
  return state;
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
