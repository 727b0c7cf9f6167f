import { type Kysely, sql } from "kysely";
import type { RecipientState } from "../../campaigns/campaign-states.ts";
import type { TextState } from "../../messages/text-states.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Which = { accountId: string; id: string; onlyStaff: string | undefined };

export type CampaignResults = {
  people: { state: RecipientState; reason: string | null; count: number }[];
  steps: { step: number; state: TextState; count: number; segments: number }[];
  /** Texts that did not go out or did not arrive, by what the carrier or we said. */
  errors: { code: string; words: string; count: number }[];
  replies: number;
  callbacks: { count: number; answered: number; medianSeconds: number | null };
  /** Of calls from the list, by what they came to. */
  dispositions: { disposition: string | null; count: number }[];
};

/** What a campaign has come to so far; of one staff member's leads alone where `onlyStaff` is given. */
export async function readResults(db: Db, { accountId, id, onlyStaff }: Which): Promise<CampaignResults> {
  const own = (alias: string) =>
    onlyStaff === undefined ? sql`true` : sql`${sql.ref(`${alias}.user_id`)} = ${onlyStaff}::bigint`;
  const ofOwn =
    onlyStaff === undefined
      ? sql`true`
      : sql`EXISTS (SELECT FROM campaign_recipient r WHERE r.account_id = m.account_id AND r.phone = m.phone
          AND r.campaign_id = m.campaign_id AND r.user_id = ${onlyStaff}::bigint)`;
  const people = sql`r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint AND ${own("r")}`;
  const texts = sql`m.account_id = ${accountId}::bigint AND m.campaign_id = ${id}::bigint AND ${ofOwn}`;
  const counted = await sql<CampaignResults["people"][number]>`
    SELECT r.state, r.reason, count(*)::int AS count FROM campaign_recipient r WHERE ${people}
    GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`.execute(db);
  const sent = await sql<CampaignResults["steps"][number] & { code: string | null; words: string | null }>`
    SELECT m.campaign_step AS step, m.state, m.error_code AS code, min(m.error) AS words, count(*)::int AS count,
      sum(m.segments)::int AS segments
    FROM text_message m WHERE ${texts} GROUP BY 1, 2, 3 ORDER BY 1, 2`.execute(db);
  const answers = await sql<{ replies: number; called: number; answered: number; median: number | null }>`
    SELECT count(r.replied_at)::int AS replies, count(r.called_at)::int AS called,
      (count(*) FILTER (WHERE r.call_answered))::int AS answered,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.called_at - r.reached_at))::float8 AS median
    FROM campaign_recipient r WHERE ${people} AND (r.replied_at IS NOT NULL OR r.called_at IS NOT NULL)`.execute(
    db,
  );
  const dispositions = await sql<CampaignResults["dispositions"][number]>`
    SELECT r.disposition, count(*)::int AS count FROM campaign_recipient r WHERE ${people} AND r.call_id IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1`.execute(db);
  const { replies, called, answered, median } = answers.rows[0] ?? {
    replies: 0,
    called: 0,
    answered: 0,
    median: null,
  };
  return {
    people: counted.rows,
    steps: foldSteps(sent.rows),
    errors: foldErrors(sent.rows),
    replies,
    callbacks: { count: called, answered, medianSeconds: median === null ? null : Math.round(median) },
    dispositions: dispositions.rows,
  };
}

type Sent = CampaignResults["steps"][number] & { code: string | null; words: string | null };

function foldSteps(rows: readonly Sent[]): CampaignResults["steps"] {
  const steps = new Map<string, CampaignResults["steps"][number]>();
  for (const { step, state, count, segments } of rows) {
    const before = steps.get(`${step} ${state}`) ?? { step, state, count: 0, segments: 0 };
    steps.set(`${step} ${state}`, {
      ...before,
      count: before.count + count,
      segments: before.segments + segments,
    });
  }
  return [...steps.values()];
}

function foldErrors(rows: readonly Sent[]): CampaignResults["errors"] {
  const errors = new Map<string, CampaignResults["errors"][number]>();
  for (const { state, code, words, count } of rows) {
    if (code === null || !["failed", "undelivered", "canceled"].includes(state)) continue;
    const before = errors.get(code) ?? { code, words: words ?? code, count: 0 };
    errors.set(code, { ...before, count: before.count + count });
  }
  return [...errors.values()].sort((one, other) => other.count - one.count);
}
