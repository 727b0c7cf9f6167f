import { type Kysely, sql } from "kysely";
import {
  heldOffUntil,
  MOST_MINUTES,
  MOST_SILENT_CALLS,
  type SilentCallers,
} from "../../directory/hold-off.ts";
import { announceChange } from "../announce-change.ts";
import type { Database } from "../open-database.ts";
import type { Schema } from "../schema.ts";

/** A caller who is held off for calling again and again without a word. */
export type HeldOff = {
  phone: string;
  lead: { id: string; name: string } | null;
  lastCallAt: Date;
  heldUntil: Date;
};

type Row = {
  phone: string;
  times: number[];
  leadId: string | null;
  leadName: string | null;
  spared: boolean;
};

/** Who is held off at a time (milliseconds since 1970), who was held off last first. */
export async function listHeldOff(
  { query }: Database,
  accountId: string,
  rules: SilentCallers,
  now: number,
): Promise<HeldOff[]> {
  const since = new Date(now - 2 * MOST_MINUTES * 60_000);
  const { rows } = await sql<Row>`
    SELECT s.phone, s.times, l.id::text AS "leadId", l.name AS "leadName", coalesce(l.user_id IS NOT NULL, false) AS spared
    FROM (
      SELECT phone, (array_agg((extract(epoch FROM at) * 1000)::float8 ORDER BY at DESC))[1:${MOST_SILENT_CALLS}] AS times
      FROM silent_call WHERE account_id = ${accountId} AND at > ${since}
      GROUP BY phone HAVING count(*) >= ${rules.calls} ORDER BY max(at) DESC LIMIT 500
    ) s LEFT JOIN LATERAL (
      SELECT lead.* FROM lead_phone p JOIN lead ON lead.account_id = p.account_id AND lead.id = p.lead_id
      WHERE p.account_id = ${accountId} AND p.phone = s.phone
      ORDER BY lead.last_contacted_at DESC NULLS LAST, lead.changed_at DESC, lead.id DESC LIMIT 1
    ) l ON true
    ORDER BY s.times[1] DESC`.execute(query);
  return rows.flatMap(({ phone, times, leadId, leadName, spared }) => {
    const until = heldOffUntil(times, rules, now);
    if (until === null || (spared && !rules.leadsToo)) return [];
    const lead = leadId === null ? null : { id: leadId, name: leadName ?? "" };
    return { phone, lead, lastCallAt: new Date(times[0] ?? 0), heldUntil: new Date(until) };
  });
}

/** Forgets a caller's silent calls, so that the next call gets through; false where there are none. */
export async function letThrough({ query }: Database, accountId: string, phone: string): Promise<boolean> {
  return query.transaction().execute(async (db) => {
    const { numDeletedRows } = await db
      .deleteFrom("silent_call")
      .where("account_id", "=", accountId)
      .where("phone", "=", phone)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    // No setting is another one: but every node keeps such callers in mind.
    await announceChange(db, accountId, { leadsOnly: true });
    return true;
  });
}

/** Forgets silent calls by which nobody can be held off any more. */
export async function forgetSilentCalls(db: Kysely<Schema>): Promise<void> {
  await sql`DELETE FROM silent_call WHERE at < now() - make_interval(mins => ${2 * MOST_MINUTES})`.execute(
    db,
  );
}
