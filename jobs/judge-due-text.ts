import { type Kysely, sql } from "kysely";
import type { CallRecord } from "../calls/call-record.ts";
import { TEXT_ERROR_TABLE } from "../carriers/text-errors.ts";
import { judgeTextBack } from "../messages/judge-text-back.ts";
import { needsRegistration } from "../messages/registration.ts";
import { isOnTheLine } from "../store/callbacks/keep-talks.ts";
import { CAMPAIGN_CANCELED } from "../store/campaigns/change-campaign.ts";
import type { ClaimedText } from "../store/messages/claim-texts.ts";
import type { DueFacts } from "../store/messages/read-due-facts.ts";
import { readTextBackFacts, type TextBackCall } from "../store/messages/read-text-back-facts.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../store/read-call-row.ts";
import type { Schema } from "../store/schema.ts";

/** Whether a text that is due may go: what was right when it was planned may be wrong by now. */
export type DueVerdict =
  | { verdict: "send" }
  | { verdict: "later"; at: number; why: string | null }
  | { verdict: "never"; reason: string; text: string };

/** Who is on the line with us is asked after again when the call may be over. */
const ON_THE_LINE_MS = 30_000;
const PAUSED_MS = 600_000;
/** A number that is not registered: once it is, somebody says so, and its texts go at once. */
const REGISTRATION_MS = 3_600_000;
/** What nobody could send for so long is of no use any more. */
const LATE_MS = 24 * 3_600_000;

/** Judges a text just before it is sent. */
export async function judgeDueText(
  db: Kysely<Schema>,
  text: ClaimedText,
  { optedOut, unregistered, campaign }: DueFacts,
  now: number,
): Promise<DueVerdict> {
  const { accountId, phone, leadId } = text;
  if (optedOut === phone)
    return { verdict: "never", reason: "optedOut", text: `Not sent: ${phone} wants no texts.` };
  if (optedOut !== null)
    return {
      verdict: "never",
      reason: "optedOut",
      text: `Not sent: they want no texts, as they said from their other phone ${optedOut}.`,
    };
  if (campaign !== null) {
    if (campaign.state === "canceled")
      return { verdict: "never", reason: CAMPAIGN_CANCELED, text: "Not sent: the campaign was canceled." };
    if (campaign.answered)
      return { verdict: "never", reason: "replied", text: `Not sent: ${phone} has answered meanwhile.` };
    // It was claimed just before the pause, which releases it when it is over.
    if (campaign.state === "paused") return { verdict: "later", at: now + PAUSED_MS, why: null };
  }
  if (now - text.dueAt.getTime() > LATE_MS)
    return { verdict: "never", reason: "tooLate", text: "Not sent: it could not be sent for a whole day." };
  if (unregistered !== null && needsRegistration(phone, unregistered))
    return {
      verdict: "later",
      at: now + REGISTRATION_MS,
      why: TEXT_ERROR_TABLE[unregistered]?.words ?? null,
    };
  if (text.kind !== "textBack") return { verdict: "send" };
  const record = text.callId === null ? null : await readCall(db, accountId, text.callId);
  if (record === null) return { verdict: "never", reason: "numberGone", text: "Not sent: its call is gone." };
  if (await isOnTheLine(db, { accountId, leadId, phone }, now))
    return { verdict: "later", at: now + ON_THE_LINE_MS, why: null };
  const known = await readTextBackFacts(db, callOf(record), { now, except: text.id });
  if (known === null)
    return { verdict: "never", reason: "numberGone", text: "Not sent: the account is gone." };
  const verdict = judgeTextBack(known.facts);
  if (!verdict.send) return { verdict: "never", reason: verdict.reason, text: verdict.text };
  return verdict.dueAt > now ? { verdict: "later", at: verdict.dueAt, why: null } : { verdict: "send" };
}

/** What a text-back has to know of its call, which must have ended. */
export function callOf({ script, state, from, to, lead }: CallRecord): TextBackCall {
  const { startedAt, accountId } = script;
  const { outcome, endedAt } = state;
  if (outcome === null || endedAt === null) throw new Error(`call ${script.callId} has not ended`);
  return { accountId, number: to, phone: from, leadId: lead?.id ?? null, outcome, startedAt, endedAt };
}

async function readCall(db: Kysely<Schema>, accountId: string, callId: string): Promise<CallRecord | null> {
  const { rows } = await sql<CallRow>`SELECT ${sql.raw(CALL_COLUMNS)} FROM call
    WHERE account_id = ${accountId}::bigint AND id = ${callId}::uuid`.execute(db);
  return rows[0] === undefined ? null : recordFromRow(rows[0]);
}
