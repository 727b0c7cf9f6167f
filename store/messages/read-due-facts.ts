import { type Kysely, sql } from "kysely";
import type { CampaignState } from "../../campaigns/campaign-states.ts";
import type { Schema } from "../schema.ts";

/** What may have changed since a text was planned. */
export type DueFacts = {
  optedOut: boolean;
  /** Why the number it comes from may not text yet, as the carrier's code; null: it may. */
  unregistered: string | null;
  /** Null: it belongs to none. */
  campaign: { state: CampaignState; answered: boolean } | null;
};

/** Reads that for texts that are about to be sent, in one statement for all of them; by account and text. */
export async function readDueFacts(
  db: Kysely<Schema>,
  texts: readonly { accountId: string; id: string }[],
): Promise<(text: { accountId: string; id: string }) => DueFacts> {
  type Row = {
    key: string;
    optedOut: boolean;
    unregistered: string | null;
    state: CampaignState | null;
    answered: boolean;
  };
  const given = JSON.stringify(texts.map(({ accountId, id }) => ({ account_id: accountId, id })));
  const { rows } = await sql<Row>`
    SELECT m.account_id || '-' || m.id AS key,
      EXISTS (SELECT FROM opt_out o WHERE o.account_id = m.account_id AND o.phone = m.phone) AS "optedOut", c.state,
      (SELECT n.code FROM number_registration n WHERE n.account_id = m.account_id AND n.number = m.number LIMIT 1) AS unregistered,
      coalesce(m.campaign_step > 0 AND (c.plan -> 'stopOnReply')::boolean AND EXISTS (SELECT FROM campaign_recipient r
        WHERE r.account_id = m.account_id AND r.phone = m.phone AND r.campaign_id = m.campaign_id
          AND (r.replied_at IS NOT NULL OR r.called_at IS NOT NULL)), false) AS answered
    FROM json_to_recordset(${given}::json) AS g (account_id bigint, id bigint)
      JOIN text_message m ON m.account_id = g.account_id AND m.id = g.id
      LEFT JOIN campaign c ON c.account_id = m.account_id AND c.id = m.campaign_id`.execute(db);
  const known = new Map(rows.map((row) => [row.key, row]));
  return ({ accountId, id }) => {
    const {
      optedOut = false,
      unregistered = null,
      state = null,
      answered = false,
    } = known.get(`${accountId}-${id}`) ?? {};
    return { optedOut, unregistered, campaign: state === null ? null : { state, answered } };
  };
}
