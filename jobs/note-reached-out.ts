import { sql } from "kysely";
import { noteOutreach } from "../store/campaigns/note-outreach.ts";
import type { FollowUpStep } from "./follow-up-step.ts";

/**
 * After a call from here that rang at somebody: that the business reached out to them, for when they call back. After a call
 * that came in: that somebody called back after a campaign, for its results.
 */
export const noteReachedOut: FollowUpStep["run"] = async (call, { database: { query } }) => {
  const { accountId, record, outcome } = call;
  const { script, state, decision, from } = record;
  if (script.outbound !== undefined) {
    const rang = state.legs.find((leg) => script.steps[leg.step]?.rung === "lead");
    if (rang === undefined) return;
    const { campaignId, staffId } = script.outbound;
    const { to: phone } = record;
    const by = { kind: "call" as const, campaignId, userId: staffId };
    return noteOutreach(query, { accountId, phone, number: script.business, at: rang.startedAt, ...by });
  }
  // Decisions from before there were campaigns name none.
  const campaign = decision?.campaign ?? null;
  if (campaign === null || from === null) return;
  const called = new Date(script.startedAt);
  await sql`UPDATE campaign_recipient r SET called_at = least(r.called_at, ${called}),
      call_answered = coalesce(r.call_answered, false) OR ${outcome === "answered"},
      reached_at = coalesce(r.reached_at, (SELECT o.at FROM outreach o WHERE o.account_id = r.account_id
        AND o.phone = r.phone AND o.number = ${script.business} AND o.at <= ${called}))
    WHERE r.account_id = ${accountId}::bigint AND r.phone = ${from} AND r.campaign_id = ${campaign.id}::bigint
      AND r.state <> 'leftOut'`.execute(query);
};
