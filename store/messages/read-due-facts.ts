import { sql } from "kysely";
import type { CampaignState } from "../../campaigns/campaign-states.ts";
import type { Database } from "../open-database.ts";
import { runNamed } from "../run-named.ts";

/** What may have changed since a text was planned. */
export type DueFacts = {
  /** Their phone that wants no texts: this one, or for a campaign any of theirs; null: none. */
  optedOut: string | null;
  /** Why the number it comes from may not text yet, as the carrier's code; null: it may. */
  unregistered: string | null;
  /** Null: it belongs to none. */
  campaign: { state: CampaignState; answered: boolean } | null;
};

/** Reads that for texts that are about to be sent, in one statement for all of them; by account and text. */
export async function readDueFacts(
  database: Database,
  texts: readonly { accountId: string; id: string }[],
): Promise<(text: { accountId: string; id: string }) => DueFacts> {
  type Row = {
    key: string;
    optedOut: string | null;
    unregistered: string | null;
    state: CampaignState | null;
    answered: boolean;
  };
  const given = JSON.stringify(texts.map(({ accountId, id }) => ({ account_id: accountId, id })));
  const statement = sql<Row>`
    SELECT m.account_id || '-' || m.id AS key,
      (SELECT o.phone FROM opt_out o WHERE o.account_id = m.account_id AND o.phone = ANY (m.phone || ARRAY(
          SELECT p.phone FROM lead_phone p WHERE m.campaign_id IS NOT NULL AND p.account_id = m.account_id AND p.lead_id = m.lead_id))
        ORDER BY o.phone = m.phone DESC LIMIT 1) AS "optedOut", c.state,
      (SELECT n.code FROM number_registration n WHERE n.account_id = m.account_id AND n.number = m.number LIMIT 1) AS unregistered,
      coalesce(m.campaign_step > 0 AND (c.plan -> 'stopOnReply')::boolean AND EXISTS (SELECT FROM campaign_recipient r
        WHERE r.account_id = m.account_id AND r.phone = m.phone AND r.campaign_id = m.campaign_id
          AND (r.replied_at IS NOT NULL OR r.called_at IS NOT NULL)), false) AS answered
    FROM json_to_recordset(${given}::json) AS g (account_id bigint, id bigint)
      JOIN text_message m ON m.account_id = g.account_id AND m.id = g.id
      LEFT JOIN campaign c ON c.account_id = m.account_id AND c.id = m.campaign_id`;
  const rows = await runNamed(database, "due-facts", statement);
  const known = new Map(rows.map((row) => [row.key, row]));
  return ({ accountId, id }) => {
    const {
      optedOut = null,
      unregistered = null,
      state = null,
      answered = false,
    } = known.get(`${accountId}-${id}`) ?? {};
    return { optedOut, unregistered, campaign: state === null ? null : { state, answered } };
  };
}
