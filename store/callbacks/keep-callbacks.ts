import { type Kysely, sql } from "kysely";
import type { EndedCall } from "../../calls/ended-call.ts";
import { phonesOf } from "../messages/phones-of.ts";
import type { Schema } from "../schema.ts";
import { noteCallback } from "./note-callback.ts";
import { planEscalation } from "./plan-escalation.ts";

type Owner = { id: string; name: string };

/**
 * Enters a call that reached nobody: a new entry, or one call more of the entry that is open for its caller. Nothing
 * where it was entered before, where somebody has talked to the caller since, or where the caller is one of our own.
 * Whoever calls this is in a transaction.
 */
export async function enterCallback(db: Kysely<Schema>, call: EndedCall, now: number): Promise<void> {
  const { accountId, callId, outcome, endedAt, record } = call;
  const { from: phone, to: number } = record;
  if (phone === null) return;
  const lead = await findLead(db, accountId, record.lead?.id ?? null);
  if (await isNone(db, { accountId, callId, phone, leadId: lead, endedAt })) return;
  const who = lead === null ? `phone:${phone}` : `lead:${lead}`;
  if (lead !== null) await adoptStranger(db, { accountId, leadId: lead, who });
  const owner = await findOwner(db, { accountId, leadId: lead, number });
  const startedAt = new Date(record.script.startedAt);
  const { rows } = await sql<{ id: string; owner: string | null; created: boolean }>`
    INSERT INTO callback AS c (account_id, who, lead_id, phone, number, owner_id, opened_at, last_call_id, last_call_at,
      last_outcome, escalate_at, changed_at)
    VALUES (${accountId}::bigint, ${who}, ${lead}::bigint, ${phone}, ${number}, ${owner?.id ?? null}::bigint,
      ${startedAt}, ${callId}::uuid, ${startedAt}, ${outcome},
      ${await planEscalation(db, { accountId, number }, now)}, ${new Date(now)})
    ON CONFLICT (account_id, who) WHERE state = 'open' DO UPDATE SET calls = c.calls + 1, changed_at = excluded.changed_at,
      opened_at = least(c.opened_at, excluded.opened_at),
      (phone, number, last_call_id, last_call_at, last_outcome) = (SELECT * FROM (VALUES
        (c.phone, c.number, c.last_call_id, c.last_call_at, c.last_outcome),
        (excluded.phone, excluded.number, excluded.last_call_id, excluded.last_call_at, excluded.last_outcome)
      ) AS one (phone, number, id, at, outcome) ORDER BY at DESC LIMIT 1)
    RETURNING id::text, owner_id::text AS owner, xmax = 0 AS created`.execute(db);
  const [entry] = rows;
  if (entry === undefined) throw new Error(`call ${callId} could not be entered`);
  await db
    .insertInto("callback_call")
    .values({ account_id: accountId, call_id: callId, callback_id: entry.id })
    .execute();
  const text = entry.created ? opening(owner) : "They called again and reached nobody.";
  const kind = entry.created ? "opened" : "calledAgain";
  await noteCallback(db, { accountId, id: entry.id }, { kind, text, ownerId: entry.owner, now });
}

function opening(owner: Owner | null): string {
  return owner === null
    ? "They reached nobody. Nobody has it yet."
    : `They reached nobody. ${owner.name} is to call them back.`;
}

/** Somebody talked to them: what is open for them is done. Whoever calls this is in a transaction. */
export async function closeByTalk(
  db: Kysely<Schema>,
  talk: { accountId: string; callId: string; leadId: string | null; phone: string; at: number; who: string },
  now: number,
): Promise<void> {
  const { accountId, leadId } = talk;
  const phones = phonesOf(accountId, leadId, talk.phone);
  const { rows } = await sql<{ id: string; owner: string | null }>`
    UPDATE callback SET state = 'done', closed_at = ${new Date(now)}, closed_by = ${talk.who}, closed_why = 'talked',
      escalate_at = NULL, changed_at = ${new Date(now)}
    WHERE account_id = ${accountId}::bigint AND state = 'open' AND last_call_at <= ${new Date(talk.at)}
      AND (lead_id = ${leadId}::bigint OR phone = ANY (${phones}))
    RETURNING id::text, owner_id::text AS owner`.execute(db);
  for (const { id, owner } of rows) {
    const event = { kind: "talked", text: `${talk.who} talked to them.`, ownerId: owner, now } as const;
    await noteCallback(db, { accountId, id }, event);
  }
}

/** The lead, where it is still there. */
async function findLead(db: Kysely<Schema>, accountId: string, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const { rows } = await sql<{ id: string }>`SELECT id::text FROM lead
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint`.execute(db);
  return rows[0]?.id ?? null;
}

async function isNone(
  db: Kysely<Schema>,
  call: { accountId: string; callId: string; phone: string; leadId: string | null; endedAt: number },
): Promise<boolean> {
  const account = sql`${call.accountId}::bigint`;
  const { phone } = call;
  const { rows } = await sql`SELECT FROM account a WHERE a.id = ${account} AND (
      EXISTS (SELECT FROM callback_call c WHERE c.account_id = a.id AND c.call_id = ${call.callId}::uuid)
      OR EXISTS (SELECT FROM talk t WHERE t.account_id = a.id AND t.at > ${new Date(call.endedAt)}
        AND t.phone = ANY (${phonesOf(call.accountId, call.leadId, phone)}))
      OR EXISTS (SELECT FROM staff s WHERE s.account_id = a.id AND s.phone = ${phone})
      OR EXISTS (SELECT FROM number n WHERE n.number = ${phone}))`.execute(db);
  return rows.length > 0;
}

/** What is open for a stranger who has become a lead since is the lead's. */
async function adoptStranger(
  db: Kysely<Schema>,
  { accountId, leadId, who }: { accountId: string; leadId: string; who: string },
): Promise<void> {
  await sql`UPDATE callback SET who = ${who}, lead_id = ${leadId}::bigint
    WHERE account_id = ${accountId}::bigint AND id = (
      SELECT id FROM callback c WHERE c.account_id = ${accountId}::bigint AND c.state = 'open'
        AND c.who = ANY (SELECT 'phone:' || p.phone FROM lead_phone p
          WHERE p.account_id = ${accountId}::bigint AND p.lead_id = ${leadId}::bigint)
        AND NOT EXISTS (SELECT FROM callback o WHERE o.account_id = c.account_id AND o.state = 'open' AND o.who = ${who})
      ORDER BY c.opened_at LIMIT 1)`.execute(db);
}

/** The lead's user, else the number's; null: somebody has to be found. Who does not work here any more gets nothing. */
async function findOwner(
  db: Kysely<Schema>,
  { accountId, leadId, number }: { accountId: string; leadId: string | null; number: string },
): Promise<Owner | null> {
  const { rows } = await sql<Owner>`
    SELECT s.id::text, s.name FROM (
      SELECT 1 AS place, user_id FROM lead WHERE account_id = ${accountId}::bigint AND id = ${leadId}::bigint
      UNION ALL SELECT 2, user_id FROM number WHERE account_id = ${accountId}::bigint AND number = ${number}
    ) AS owner JOIN staff s ON s.account_id = ${accountId}::bigint AND s.id = owner.user_id AND s.active
    ORDER BY owner.place LIMIT 1`.execute(db);
  return rows[0] ?? null;
}
