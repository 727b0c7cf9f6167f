import { sql } from "kysely";
import type { Database } from "../open-database.ts";
import { makeNotices } from "./make-notices.ts";
import type { AccountsToTell } from "./read-account-to-tell.ts";

type Row = {
  accountId: string;
  eventId: string;
  at: Date;
  text: string;
  id: string;
  phone: string;
  number: string;
  numberLabel: string | null;
  calls: number;
  openedAt: Date;
  lastCallId: string;
  leadId: string | null;
  leadName: string | null;
  ownerId: string | null;
  ownerName: string | null;
};

/** Makes the notices of callbacks that went to somebody else, for whom they went to; in one transaction with the note. */
export async function tellOfCallbacks({ query }: Database, now: number, most: number): Promise<number> {
  return query.transaction().execute(async (db) => {
    const { rows } = await sql<Row>`
      WITH untold AS MATERIALIZED (
        SELECT account_id, id FROM callback_event WHERE NOT told AND kind = 'escalated'
        ORDER BY account_id, id LIMIT ${most} FOR UPDATE SKIP LOCKED
      ), told AS (
        UPDATE callback_event e SET told = true FROM untold
        WHERE e.account_id = untold.account_id AND e.id = untold.id
        RETURNING e.account_id, e.id, e.callback_id, e.at, e.text, e.owner_id
      )
      SELECT told.account_id::text AS "accountId", told.id::text AS "eventId", told.at, told.text, c.id::text, c.phone,
        c.number, n.label AS "numberLabel", c.calls, c.opened_at AS "openedAt", c.last_call_id::text AS "lastCallId",
        l.id::text AS "leadId", l.name AS "leadName", s.id::text AS "ownerId", s.name AS "ownerName"
      FROM told JOIN callback c ON c.account_id = told.account_id AND c.id = told.callback_id
        LEFT JOIN number n ON n.account_id = c.account_id AND n.number = c.number
        LEFT JOIN lead l ON l.account_id = c.account_id AND l.id = c.lead_id
        LEFT JOIN staff s ON s.account_id = told.account_id AND s.id = told.owner_id
      ORDER BY told.id`.execute(db);
    const read: AccountsToTell = new Map();
    for (const { accountId, eventId, at, leadId, leadName, ownerId, ownerName, openedAt, ...row } of rows) {
      const key = `callbackEscalated:${eventId}`;
      const callback = {
        ...row,
        openedAt: openedAt.toISOString(),
        lead: leadId === null ? null : { id: leadId, name: leadName ?? "" },
        owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? "" },
      };
      await makeNotices(
        db,
        accountId,
        {
          happening: { event: "callbackEscalated", callback },
          concern: { leadUser: ownerId, numberUser: null, phonesRung: [] },
          at: at.getTime(),
          personKey: key,
          webhookKey: key,
        },
        { now, read },
      );
    }
    return rows.length;
  });
}
