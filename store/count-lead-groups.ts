import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** How many leads that aren't blocked each staff member has, by their key; null for those of nobody. */
export async function countLeadGroups(
  db: Kysely<Schema>,
  accountId: string,
): Promise<{ userId: string | null; leads: number }[]> {
  const { rows } = await sql<{ userId: string | null; leads: number }>`
    SELECT user_id::text AS "userId", count(*)::int AS leads FROM lead
    WHERE account_id = ${accountId} AND NOT blocked GROUP BY user_id ORDER BY user_id NULLS LAST`.execute(db);
  return rows;
}
