import { type Kysely, sql } from "kysely";
import type { EndedCall } from "../calls/ended-call.ts";
import { composeTextBack } from "../messages/compose-text-back.ts";
import { isTextBackOn, judgeTextBack } from "../messages/judge-text-back.ts";
import { TEXT_BACK_OUTCOMES } from "../messages/text-back-settings.ts";
import { lockCaller } from "../store/callbacks/lock-caller.ts";
import { planText } from "../store/messages/plan-text.ts";
import { type KnownTextBack, readTextBackFacts } from "../store/messages/read-text-back-facts.ts";
import type { Schema } from "../store/schema.ts";
import type { FollowUpParts } from "./follow-up-step.ts";
import { callOf } from "./judge-due-text.ts";

/**
 * Plans a text to a caller who reached nobody, or keeps why there is none. Two calls of one caller are looked at one
 * after the other, also by two processes, so that the second sees what was planned for the first.
 */
export async function planTextBack(call: EndedCall, { database, now }: FollowUpParts): Promise<void> {
  if (!(TEXT_BACK_OUTCOMES as readonly string[]).includes(call.outcome)) return;
  // Nobody is texted that they called who was called.
  if (call.record.direction === "outbound") return;
  if (!(await mayBeOn(database.query, call))) return;
  const about = callOf(call.record);
  await database.query.transaction().execute(async (db) => {
    await lockCaller(db, about);
    if (await isDecided(db, call)) return;
    const known = await readTextBackFacts(db, about, { now });
    if (known === null || !wasAsked(known)) return;
    const verdict = judgeTextBack(known.facts);
    const id =
      verdict.send && about.phone !== null
        ? await planText(db, {
            accountId: call.accountId,
            kind: "textBack",
            number: about.number,
            phone: about.phone,
            body: composeTextBack(known.template, known.fields),
            leadId: await keptLead(db, call.accountId, about.leadId),
            callId: call.callId,
            now,
            dueAt: verdict.dueAt,
            key: `textBack ${call.callId}`,
          })
        : null;
    await db
      .insertInto("text_back")
      .values({
        account_id: call.accountId,
        call_id: call.callId,
        at: new Date(now),
        reason: verdict.send ? null : verdict.reason,
        text: verdict.send ? null : verdict.text,
        message_id: id,
      })
      .execute();
  });
}

/** Nobody is told why there is no text-back where nobody has asked for any. */
function wasAsked({ facts }: KnownTextBack): boolean {
  return facts.settings.on || isTextBackOn(facts.settings, facts.number);
}

/** A first look without a transaction: most businesses text nobody back. */
async function mayBeOn(db: Kysely<Schema>, { accountId, record }: EndedCall): Promise<boolean> {
  const { rows } = await sql`SELECT FROM account a
      LEFT JOIN number n ON n.account_id = a.id AND n.number = ${record.to}
    WHERE a.id = ${accountId}::bigint
      AND (coalesce((a.text_back ->> 'on')::boolean, false) OR coalesce((n.text_back ->> 'on')::boolean, false))`.execute(
    db,
  );
  return rows.length > 0;
}

async function isDecided(db: Kysely<Schema>, { accountId, callId }: EndedCall): Promise<boolean> {
  const { rows } = await sql`SELECT FROM text_back
    WHERE account_id = ${accountId}::bigint AND call_id = ${callId}::uuid`.execute(db);
  return rows.length > 0;
}

/** The lead of a call may have been removed since. */
async function keptLead(db: Kysely<Schema>, accountId: string, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const { rows } = await sql<{ id: string }>`SELECT id::text FROM lead
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint`.execute(db);
  return rows[0]?.id ?? null;
}
