import { type Kysely, sql } from "kysely";
import { phonesOf } from "../messages/phones-of.ts";
import type { Schema } from "../schema.ts";

/** Somebody of the business talked to a phone. `at`: when the talk ended, in milliseconds. */
export type Talk = { accountId: string; phone: string; at: number; callId: string; who: string };

/** Keeps the last talk with a phone. */
export async function keepTalk(
  db: Kysely<Schema>,
  { accountId, phone, at, callId, who }: Talk,
): Promise<void> {
  await sql`INSERT INTO talk AS t (account_id, phone, at, call_id, who)
    VALUES (${accountId}::bigint, ${phone}, ${new Date(at)}, ${callId}::uuid, ${who})
    ON CONFLICT (account_id, phone) DO UPDATE SET at = excluded.at, call_id = excluded.call_id, who = excluded.who
    WHERE t.at < excluded.at`.execute(db);
}

/** A call in progress is swept at the latest after so long. */
const LONGEST_MS = 6 * 3_600_000;

/**
 * Whether a caller is on the line with us, or was a moment ago and what follows is not done yet: nobody texts or
 * calls who may be talked to just now.
 */
export async function isOnTheLine(
  db: Kysely<Schema>,
  who: { accountId: string; leadId: string | null; phone: string },
  now: number,
): Promise<boolean> {
  const account = sql`${who.accountId}::bigint`;
  const phones = phonesOf(who.accountId, who.leadId, who.phone);
  const { rows } = await sql`WITH caller AS MATERIALIZED (SELECT ${phones} AS phones)
    SELECT FROM caller WHERE EXISTS (
        SELECT FROM call c WHERE c.account_id = ${account} AND c.outcome IS NULL
          AND c.started_at > ${new Date(now - LONGEST_MS)}
          AND (c.caller = ANY (caller.phones) OR c.called = ANY (caller.phones)))
      OR EXISTS (
        SELECT FROM call_follow_up f JOIN call c ON c.account_id = f.account_id AND c.id = f.call_id
        WHERE f.account_id = ${account} AND f.outcome = 'answered' AND f.next_try_at IS NOT NULL
          AND (c.caller = ANY (caller.phones) OR c.called = ANY (caller.phones)))`.execute(db);
  return rows.length > 0;
}
