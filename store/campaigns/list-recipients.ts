import { type Kysely, sql } from "kysely";
import type { RecipientState } from "../../campaigns/campaign-states.ts";
import { type LeftOutReason, sayLeftOut } from "../../campaigns/judge-recipient.ts";
import { BYTE_ORDER_MARK, csvLine } from "../../directory/csv/write-csv.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** Somebody on a campaign's list, as pages show them. */
export type ListedRecipient = {
  id: string;
  leadId: string | null;
  name: string;
  phone: string | null;
  state: RecipientState;
  reason: string | null;
  detail: string | null;
  number: string | null;
  staffId: string | null;
  staffName: string | null;
  step: number;
  repliedAt: Date | null;
  calledAt: Date | null;
  disposition: string | null;
  callId: string | null;
};

type Filter = { state?: RecipientState | undefined; onlyStaff?: string | undefined };

/** Those on a campaign's list, in its order. */
export async function listRecipients(
  db: Db,
  { accountId, id }: { accountId: string; id: string },
  { state, onlyStaff }: Filter,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ListedRecipient[]> {
  const { rows } = await sql<ListedRecipient>`
    SELECT r.id::text, r.lead_id::text AS "leadId", r.name, r.phone, r.state, r.reason, r.detail, r.number,
      r.user_id::text AS "staffId", s.name AS "staffName", r.step, r.replied_at AS "repliedAt", r.called_at AS "calledAt",
      r.disposition, r.call_id::text AS "callId"
    FROM campaign_recipient r LEFT JOIN staff s ON s.account_id = r.account_id AND s.id = r.user_id
    WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint AND r.id > ${after ?? "0"}::bigint
      AND ${state === undefined ? sql`true` : sql`r.state = ${state}`}
      AND ${onlyStaff === undefined ? sql`true` : sql`r.user_id = ${onlyStaff}::bigint`}
    ORDER BY r.id LIMIT ${limit}`.execute(db);
  return rows;
}

const PAGE = 1_000;

/** Who is left out and why, as lines of CSV, page by page. */
export async function* leftOutLines(db: Db, key: { accountId: string; id: string }): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(["Name", "Phone", "Reason"]);
  let after: string | undefined;
  while (true) {
    const people: ListedRecipient[] = await listRecipients(
      db,
      key,
      { state: "leftOut" },
      { after, limit: PAGE },
    );
    if (people.length > 0) yield people.map(lineOf).join("");
    after = people.at(-1)?.id;
    if (people.length < PAGE) return;
  }
}

function lineOf({ name, phone, reason, detail }: ListedRecipient): string {
  return csvLine([name, phone, detail ?? sayLeftOut(reason as LeftOutReason)]);
}
