import { type Kysely, sql } from "kysely";
import { entriesFor } from "../../directory/blocked-caller.ts";
import type { ToldText } from "../../notify/told-call.ts";
import { whenToTell } from "../../notify/when-to-tell.ts";
import type { E164 } from "../../routing/values.ts";
import { LEAD_OF_PHONE, OWNER_OF } from "../conversations/conversation-parts.ts";
import type { Database } from "../open-database.ts";
import type { Schema } from "../schema.ts";
import { makeNotices } from "./make-notices.ts";
import type { AccountsToTell } from "./read-account-to-tell.ts";

type Db = Kysely<Schema>;
type Key = { accountId: string; id: string; phone: string };
type Row = Omit<ToldText, "conversation" | "lead" | "owner" | "receivedAt"> & {
  accountId: string;
  receivedAt: Date;
  leadId: string | null;
  leadName: string | null;
  ownerId: string | null;
  ownerName: string | null;
};

/** The number of our advisory lock on telling of texts. */
const TELLING = 4;

/**
 * Makes the notices of texts that came, and forgets that they are to be told of, in one transaction. What blocked senders
 * write is told to nobody, nor what comes from phones of our own: two of them would keep telling each other. Gives how many
 * there were.
 */
export async function tellOfTexts({ query }: Database, now: number, most: number): Promise<number> {
  return query.transaction().execute(async (db) => {
    const { rows: keys } = await sql<Key>`
      WITH untold AS MATERIALIZED (
        SELECT account_id, message_id FROM text_to_tell ORDER BY account_id, message_id
        LIMIT ${most} FOR UPDATE SKIP LOCKED
      )
      DELETE FROM text_to_tell t USING untold, text_message m
      WHERE t.account_id = untold.account_id AND t.message_id = untold.message_id
        AND m.account_id = t.account_id AND m.id = t.message_id
      RETURNING m.account_id::text AS "accountId", m.id::text, m.phone`.execute(db);
    if (keys.length === 0) return 0;
    // One process after the other: else each would tell the same person of the same conversation at once.
    await sql`SELECT pg_advisory_xact_lock(${TELLING}, 0)`.execute(db);
    const read: AccountsToTell = new Map();
    for (const { accountId, leadId, leadName, ownerId, ownerName, receivedAt, ...row } of await readTexts(
      db,
      keys,
    )) {
      const text: ToldText = {
        ...row,
        conversation: leadId === null ? `phone:${row.from}` : `lead:${leadId}`,
        lead: leadId === null ? null : { id: leadId, name: leadName ?? "" },
        owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? "" },
        receivedAt: receivedAt.toISOString(),
      };
      const key = `textReceived:${text.id}`;
      await makeNotices(
        db,
        accountId,
        {
          happening: { event: "textReceived", text },
          concern: { leadUser: ownerId, numberUser: null, phonesRung: [] },
          at: receivedAt.getTime(),
          personKey: key,
          webhookKey: key,
          planFor: (staff) => planTelling(db, { accountId, phone: text.from, now }, staff),
        },
        { now, read },
      );
    }
    return keys.length;
  });
}

/** Those of the texts that are told of, the oldest first; whose they are is as of now. */
async function readTexts(db: Db, keys: readonly Key[]): Promise<Row[]> {
  const asked = keys.map(({ accountId, id, phone }) => ({
    account_id: accountId,
    id,
    entries: entriesFor(phone as E164),
  }));
  const { rows } = await sql<Row>`
    SELECT m.account_id::text AS "accountId", m.id::text, m.phone AS "from", m.number AS "to",
      (SELECT o.label FROM number o WHERE o.account_id = m.account_id AND o.number = m.number) AS "numberLabel",
      m.body AS text, m.created_at AS "receivedAt", (SELECT count(*)::int FROM text_media x
        WHERE x.account_id = m.account_id AND x.message_id = m.id) AS media,
      l.id::text AS "leadId", l.name AS "leadName", w.owner_id::text AS "ownerId",
      (SELECT s.name FROM staff s WHERE s.account_id = m.account_id AND s.id = w.owner_id) AS "ownerName"
    FROM json_to_recordset(${JSON.stringify(asked)}::json) AS asked (account_id bigint, id bigint, entries text[])
      JOIN text_message m ON m.account_id = asked.account_id AND m.id = asked.id
      JOIN account a ON a.id = m.account_id
      JOIN conversation c ON c.account_id = m.account_id AND c.phone = m.phone ${LEAD_OF_PHONE}
      CROSS JOIN LATERAL (SELECT ${OWNER_OF} AS owner_id) w
    WHERE NOT EXISTS (SELECT FROM lead b WHERE b.account_id = m.account_id AND b.id = l.id AND b.blocked)
      AND NOT EXISTS (SELECT FROM blocked_caller b WHERE b.account_id = m.account_id AND b.caller = ANY (asked.entries))
      AND m.phone IS DISTINCT FROM a.company_phone AND m.phone IS DISTINCT FROM a.on_call_phone
      AND NOT EXISTS (SELECT FROM number o WHERE o.number = m.phone
        OR (o.account_id = m.account_id AND o.forwarding_number = m.phone))
      AND NOT EXISTS (SELECT FROM staff s WHERE s.account_id = m.account_id AND s.active AND s.phone = m.phone)
    ORDER BY m.account_id, m.id`.execute(db);
  return rows;
}

/** When each of these staff members is to be told; who is not in it will hear of it by a notice that is due already. */
async function planTelling(
  db: Db,
  { accountId, phone, now }: { accountId: string; phone: string; now: number },
  staff: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; toldAt: Date | null; seenAt: Date | null }>`
    SELECT s.id::text, r.told_at AS "toldAt", greatest(r.read_at, c.answered_at) AS "seenAt"
    FROM unnest(${staff}::bigint[]) AS s (id)
      LEFT JOIN conversation c ON c.account_id = ${accountId}::bigint AND c.phone = ${phone}
      LEFT JOIN conversation_read r
        ON r.account_id = ${accountId}::bigint AND r.staff_id = s.id AND r.phone = ${phone}`.execute(db);
  const plan = new Map<string, number>();
  for (const { id, toldAt, seenAt } of rows) {
    const at = whenToTell({ now, toldAt: toldAt?.getTime() ?? null, seenAt: seenAt?.getTime() ?? null });
    if (at !== null) plan.set(id, at);
  }
  const given = [...plan].map(([id, at]) => ({ id, at: new Date(at).toISOString() }));
  await sql`INSERT INTO conversation_read AS r (account_id, staff_id, phone, told_at)
    SELECT ${accountId}::bigint, g.id, ${phone}, g.at
    FROM json_to_recordset(${JSON.stringify(given)}::json) AS g (id bigint, at timestamptz)
    ON CONFLICT (account_id, staff_id, phone) DO UPDATE SET told_at = excluded.told_at`.execute(db);
  return plan;
}
