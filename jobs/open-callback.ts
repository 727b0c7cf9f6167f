import { type Kysely, sql } from "kysely";
import { type CallbackSettings, DEFAULT_CALLBACKS } from "../callbacks/callback-settings.ts";
import type { EndedCall } from "../calls/ended-call.ts";
import { enterCallback } from "../store/callbacks/keep-callbacks.ts";
import { lockCaller } from "../store/callbacks/lock-caller.ts";
import type { Schema } from "../store/schema.ts";
import type { FollowUpParts } from "./follow-up-step.ts";

/** Enters a call that reached nobody in the list of callers to be called back. */
export async function openCallback(call: EndedCall, { database, now }: FollowUpParts): Promise<void> {
  if (!isUnanswered(call)) return;
  await database.query.transaction().execute(async (db) => {
    if (await hungUpAtOnce(db, call)) return;
    const { from, lead } = call.record;
    await lockCaller(db, { accountId: call.accountId, phone: from, leadId: lead?.id ?? null });
    await enterCallback(db, call, now);
  });
}

/** A call that failed before it was decided was to a number that is nobody's. */
function isUnanswered({ outcome, record }: EndedCall): boolean {
  // Who was called from here and did not answer has not called us.
  if (record.from === null || record.direction === "outbound") return false;
  if (outcome === "failed") return record.decision !== null;
  return outcome === "missed" || outcome === "abandoned" || outcome === "voicemail";
}

async function hungUpAtOnce(db: Kysely<Schema>, call: EndedCall): Promise<boolean> {
  if (call.outcome !== "abandoned") return false;
  const { rows } = await sql<{ callbacks: CallbackSettings | null }>`SELECT callbacks FROM account
    WHERE id = ${call.accountId}::bigint`.execute(db);
  const { ignoreShorterThanSeconds: seconds } = { ...DEFAULT_CALLBACKS, ...rows[0]?.callbacks };
  return call.endedAt - call.record.script.startedAt < seconds * 1000;
}
