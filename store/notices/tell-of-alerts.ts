import { sql } from "kysely";
import type { Database } from "../open-database.ts";
import { makeNotices } from "./make-notices.ts";
import type { AccountsToTell } from "./read-account-to-tell.ts";

type Row = { accountId: string; id: string; callId: string | null; at: Date; code: string; text: string };

const HOUR_MS = 3_600_000;

/**
 * Makes the notices of alerts that nobody was told of yet, and notes that they are told, in one transaction. Of alerts of
 * one kind people are told once an hour: a thousand calls that reach nobody are one trouble. Gives how many there were.
 */
export async function tellOfAlerts({ query }: Database, now: number, most: number): Promise<number> {
  return query.transaction().execute(async (db) => {
    const { rows } = await sql<Row>`
      WITH untold AS MATERIALIZED (
        SELECT account_id, id FROM alert WHERE NOT told ORDER BY account_id, id LIMIT ${most} FOR UPDATE SKIP LOCKED
      )
      UPDATE alert a SET told = true FROM untold WHERE a.account_id = untold.account_id AND a.id = untold.id
      RETURNING a.account_id::text AS "accountId", a.id::text, a.call_id::text AS "callId", a.at, a.code, a.text`.execute(
      db,
    );
    const read: AccountsToTell = new Map();
    for (const { accountId, at, ...alert } of rows.sort((one, other) => Number(one.id) - Number(other.id))) {
      const hour = Math.floor(at.getTime() / HOUR_MS);
      await makeNotices(
        db,
        accountId,
        {
          happening: { event: "routingAlert", alert: { ...alert, at: at.toISOString() } },
          concern: { leadUser: null, numberUser: null, phonesRung: [] },
          at: at.getTime(),
          personKey: `routingAlert:${alert.code}:${hour}`,
          webhookKey: `routingAlert:${alert.id}`,
        },
        { now, read },
      );
    }
    return rows.length;
  });
}
