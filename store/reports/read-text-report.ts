import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import type { ReportPeriod } from "./read-report.ts";

/** Texts of one day and number: how many, in how many segments, and what the carrier takes, by currency. */
export type TextRow = {
  day: string;
  number: string;
  label: string | null;
  received: number;
  sent: number;
  failed: number;
  segments: number;
  /** Of those sent, how many have no price (yet). */
  unpriced: number;
  prices: { unit: string; amount: string }[];
};

const LISTED = 5_000;

/** Texts of a time by day and number. Days are those of the account's zone. */
export async function readTextReport(
  db: Kysely<Schema>,
  accountId: string,
  { since, until, number, timezone }: ReportPeriod,
): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`
    WITH text AS MATERIALIZED (
      SELECT to_char(m.created_at AT TIME ZONE ${timezone}, 'YYYY-MM-DD') AS day, m.number, m.direction, m.state,
        m.segments, m.price, m.price_unit, m.direction = 'out' AND m.sent_at IS NOT NULL AS was_sent
      FROM text_message m WHERE m.account_id = ${accountId}::bigint AND m.created_at >= ${since} AND m.created_at < ${until}
        AND ${number === null ? sql`true` : sql`m.number = ${number}`}
    ), priced AS (
      SELECT day, number, json_agg(json_build_object('unit', price_unit, 'amount', amount::text) ORDER BY price_unit) AS prices
      FROM (SELECT day, number, price_unit, sum(price) AS amount FROM text WHERE price IS NOT NULL
        GROUP BY day, number, price_unit) p
      GROUP BY day, number
    )
    SELECT t.day, t.number, n.label, count(*) FILTER (WHERE t.direction = 'in')::int AS received,
      count(*) FILTER (WHERE t.was_sent)::int AS sent,
      count(*) FILTER (WHERE t.state IN ('failed', 'undelivered'))::int AS failed,
      coalesce(sum(t.segments) FILTER (WHERE t.was_sent), 0)::int AS segments,
      count(*) FILTER (WHERE t.was_sent AND t.price IS NULL)::int AS unpriced,
      coalesce((SELECT p.prices FROM priced p WHERE p.day = t.day AND p.number = t.number), '[]') AS prices
    FROM text t LEFT JOIN number n ON n.account_id = ${accountId}::bigint AND n.number = t.number
    GROUP BY t.day, t.number, n.label ORDER BY t.day DESC, t.number LIMIT ${LISTED}`.execute(db);
  return rows;
}
