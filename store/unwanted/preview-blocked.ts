import { sql } from "kysely";
import type { Database } from "../open-database.ts";

/** Whose calls an entry of the block list would refuse. */
export type BlockedPreview = {
  /** Calls of the last `days` days that it would have refused. */
  calls: number;
  days: number;
  /** How many leads it covers, and the first of them. */
  leadCount: number;
  leads: { id: string; name: string }[];
  /** Phones of the account's own staff, its numbers and its company phone that it covers, by whose they are. */
  own: string[];
};

const DAYS = 30;
const SHOWN = 10;

/** Looks for whom an entry would hit: a phone, or the beginning of phones with a star. `now` in milliseconds since 1970. */
export async function previewBlocked(
  { query }: Database,
  accountId: string,
  caller: string,
  now: number,
): Promise<BlockedPreview> {
  const beginning = caller.replace("*", "");
  const covers = (phone: string) =>
    caller.endsWith("*")
      ? sql`starts_with(${sql.ref(phone)}, ${beginning})`
      : sql`${sql.ref(phone)} = ${caller}`;
  const since = new Date(now - DAYS * 86_400_000);
  const calls = await sql<{ count: number }>`SELECT count(*)::int AS count FROM call
    WHERE account_id = ${accountId} AND direction = 'inbound' AND started_at >= ${since} AND ${covers("caller")}`.execute(
    query,
  );
  const leads = await sql<{ id: string; name: string; count: number }>`
    SELECT l.id::text AS id, l.name, count(*) OVER ()::int AS count FROM lead l
    WHERE l.account_id = ${accountId} AND EXISTS (SELECT FROM lead_phone p
      WHERE p.account_id = l.account_id AND p.lead_id = l.id AND ${covers("p.phone")})
    ORDER BY l.name, l.id LIMIT ${SHOWN}`.execute(query);
  const own = await sql<{ who: string }>`
    SELECT name AS who FROM staff WHERE account_id = ${accountId} AND ${covers("phone")}
    UNION SELECT coalesce(label, number) FROM number WHERE account_id = ${accountId} AND ${covers("number")}
    UNION SELECT 'the forwarding number of ' || coalesce(label, number) FROM number
      WHERE account_id = ${accountId} AND ${covers("forwarding_number")}
    UNION SELECT 'the company phone' FROM account WHERE id = ${accountId} AND ${covers("company_phone")}
    ORDER BY who LIMIT ${SHOWN}`.execute(query);
  return {
    calls: calls.rows[0]?.count ?? 0,
    days: DAYS,
    leadCount: leads.rows[0]?.count ?? 0,
    leads: leads.rows.map(({ id, name }) => ({ id, name })),
    own: own.rows.map(({ who }) => who),
  };
}
