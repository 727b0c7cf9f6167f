import { type Kysely, sql } from "kysely";
import type { CheckSnapshot } from "../directory/check-settings.ts";
import { listPhones } from "../directory/list-phones.ts";
import { readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";

/** What the check looks at, one account after the other; of one account only where a slug is given. */
export async function* readCheckSnapshots(
  db: Kysely<Schema>,
  slug: string | null,
  now: number,
): AsyncGenerator<CheckSnapshot> {
  let query = db.selectFrom("account").select("slug").orderBy("slug");
  if (slug !== null) query = query.where("slug", "=", slug);
  for (const found of await query.execute()) {
    const stored = await readStoredAccount(db, found);
    if (stored === null) continue;
    const leads = await sql<{ id: string; count: number }>`SELECT user_id::text AS id, count(*)::int AS count
      FROM lead WHERE account_id = ${stored.id} AND user_id IS NOT NULL GROUP BY user_id`.execute(db);
    const own = await sql<{ number: string }>`
      SELECT number FROM number WHERE number = ANY (${listPhones(stored)}::text[])`.execute(db);
    yield {
      stored,
      leadsOf: new Map(leads.rows.map(({ id, count }) => [id, count])),
      ownNumbers: own.rows.map(({ number }) => number),
      blockedLeads: await countBlockedLeads(db, stored.id),
      now,
    };
  }
}

/** By how long the patterns are: each lead's phone is cut to those few lengths, and looked up. */
async function countBlockedLeads(db: Kysely<Schema>, accountId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ caller: string; leads: number }>`
    WITH pattern AS MATERIALIZED (
      SELECT caller, length(caller) - 1 AS long FROM blocked_caller
      WHERE account_id = ${accountId} AND caller LIKE '%*'
    )
    SELECT pattern.caller, count(DISTINCT p.lead_id)::int AS leads
    FROM (SELECT DISTINCT long FROM pattern) cut
    JOIN lead_phone p ON p.account_id = ${accountId}
    JOIN pattern ON pattern.caller = left(p.phone, cut.long) || '*'
    GROUP BY pattern.caller ORDER BY pattern.caller`.execute(db);
  return new Map(rows.map(({ caller, leads }) => [caller, leads]));
}
