import { type Kysely, sql } from "kysely";
import { type Candidate, chooseNextPerson } from "../../callbacks/choose-next-person.ts";
import type { Alert } from "../../calls/call-record.ts";
import { sayAbsence } from "../../hours/say-hours.ts";
import { readSchedule } from "../../hours/schedule.ts";
import type { Schema } from "../schema.ts";
import { noteCallback } from "./note-callback.ts";
import { planEscalation } from "./plan-escalation.ts";

type Due = {
  accountId: string;
  id: string;
  leadId: string | null;
  phone: string;
  number: string;
  ownerId: string | null;
  ownerName: string | null;
  lastCallId: string;
};

const OVERDUE: Alert["code"] = "callbackOverdue";

/**
 * Hands one callback that is due to the next person in line, or, where nobody is left, leaves it where it is and alerts
 * the account. False where none is due that no other process works on. Whoever calls this is in a transaction.
 */
export async function escalateCallback(db: Kysely<Schema>, now: number): Promise<boolean> {
  const { rows } =
    await sql<Due>`SELECT c.account_id::text AS "accountId", c.id::text, c.lead_id::text AS "leadId",
      c.phone, c.number, c.owner_id::text AS "ownerId", s.name AS "ownerName", c.last_call_id::text AS "lastCallId"
    FROM callback c LEFT JOIN staff s ON s.account_id = c.account_id AND s.id = c.owner_id
    WHERE c.escalate_at <= ${new Date(now)} AND c.state = 'open'
    ORDER BY c.escalate_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`.execute(db);
  const [due] = rows;
  if (due === undefined) return false;
  const escalateAt = await planEscalation(db, due, now);
  const next =
    escalateAt === null ? null : chooseNextPerson(await readLine(db, due, now), await readHad(db, due));
  await sql`UPDATE callback SET changed_at = ${new Date(now)},
      owner_id = coalesce(${next?.id ?? null}::bigint, owner_id), escalate_at = ${next && escalateAt}::timestamptz
    WHERE account_id = ${due.accountId}::bigint AND id = ${due.id}::bigint`.execute(db);
  // Escalation was switched off meanwhile.
  if (escalateAt === null) return true;
  const { text, kind } = tell(due, next);
  await noteCallback(db, due, { kind, text, ownerId: next?.id ?? due.ownerId, now });
  if (next === null) await alertAccount(db, due, text, now);
  return true;
}

function tell({ ownerName }: Due, next: Candidate | null): { kind: "escalated" | "stuck"; text: string } {
  const since =
    ownerName === null ? "Nobody had taken it in time." : `${ownerName} had not called them back in time.`;
  if (next !== null) return { kind: "escalated", text: `${since} It went to ${next.name}.` };
  const stays = ownerName === null ? "it still has nobody" : `it stays with ${ownerName}`;
  return { kind: "stuck", text: `${since} Nobody else is in line and there, so ${stays}.` };
}

async function alertAccount(db: Kysely<Schema>, due: Due, text: string, now: number): Promise<void> {
  const what = `Nobody has called ${due.phone} back. ${text}`;
  await sql`INSERT INTO alert (account_id, call_id, at, code, text)
    VALUES (${due.accountId}::bigint, ${due.lastCallId}::uuid, ${new Date(now)}, ${OVERDUE}, ${what})
    ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`.execute(db);
}

/** Everybody who has had it, and who has it now. */
async function readHad(db: Kysely<Schema>, due: Due): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT owner_id::text AS id FROM callback_event
    WHERE account_id = ${due.accountId}::bigint AND callback_id = ${due.id}::bigint AND owner_id IS NOT NULL`.execute(
    db,
  );
  const had = new Set(rows.map(({ id }) => id));
  return due.ownerId === null ? had : had.add(due.ownerId);
}

/** The lead's user, the number's user, then those with a place in line. */
async function readLine(db: Kysely<Schema>, due: Due, now: number): Promise<Candidate[]> {
  const account = sql`${due.accountId}::bigint`;
  const { rows } = await sql<{
    id: string;
    name: string;
    awayUntil: Date | null;
    zone: string;
    hours: string | null;
    exceptions: string;
  }>`SELECT s.id::text, s.name, s.away_until AS "awayUntil", a.timezone AS zone, s.hours::text AS hours,
      s.days_off::text AS exceptions
    FROM account a JOIN staff s ON s.account_id = a.id
      LEFT JOIN lead l ON l.account_id = a.id AND l.id = ${due.leadId}::bigint
      LEFT JOIN number n ON n.account_id = a.id AND n.number = ${due.number}
    WHERE a.id = ${account} AND s.active
      AND (s.id IN (l.user_id, n.user_id) OR s.callback_place IS NOT NULL)
    ORDER BY s.id IS NOT DISTINCT FROM l.user_id DESC, s.id IS NOT DISTINCT FROM n.user_id DESC,
      s.callback_place NULLS LAST, s.id`.execute(db);
  return rows.map(({ id, name, awayUntil, ...schedule }) => ({
    id,
    name,
    there: sayAbsence(readSchedule(schedule), awayUntil?.getTime() ?? null, now) === null,
  }));
}

/** When the next callback goes to somebody else, in milliseconds; null: none will. */
export async function nextEscalationAt(db: Kysely<Schema>): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(escalate_at) AS at FROM callback
    WHERE escalate_at IS NOT NULL`.execute(db);
  return rows[0]?.at?.getTime() ?? null;
}
