import { type Kysely, sql } from "kysely";
import type { CallRecord } from "../../calls/call-record.ts";
import type { Outcome } from "../../calls/call-state.ts";
import type { EndedCall } from "../../calls/ended-call.ts";
import { presentCallWithStory } from "../../calls/present-call.ts";
import type { Concern } from "../../notify/choose-recipients.ts";
import type { ToldCall } from "../../notify/told-call.ts";
import type { Schema } from "../schema.ts";
import { makeNotices } from "./make-notices.ts";
import type { AccountsToTell } from "./read-account-to-tell.ts";

/** Messages are told of by themselves, once their recording is there; of calls that were refused nobody needs to hear. */
const EVENTS: Record<Outcome, "callAnswered" | "callMissed" | null> = {
  answered: "callAnswered",
  missed: "callMissed",
  abandoned: "callMissed",
  failed: "callMissed",
  voicemail: null,
  rejected: null,
};

/** Makes the notices of a call that has ended. `read`: the accounts that were read for other calls of that moment. */
export async function tellOfCall(
  db: Kysely<Schema>,
  { accountId, callId, outcome, endedAt, record }: EndedCall,
  together: { now: number; read: AccountsToTell },
): Promise<void> {
  const event = EVENTS[outcome];
  // Whoever makes a call knows how it went.
  if (event === null || record.direction === "outbound") return;
  const { call, concern } = await readToldCall(db, accountId, record);
  const key = `${event}:${callId}`;
  const telling = { happening: { event, call }, concern, at: endedAt, personKey: key, webhookKey: key };
  await makeNotices(db, accountId, telling, together);
}

/** A call as it is told of, and whom it concerns: its lead's and its number's user are those of now. */
export async function readToldCall(
  db: Kysely<Schema>,
  accountId: string,
  record: CallRecord,
): Promise<{ call: ToldCall; concern: Concern }> {
  const { rows } = await sql<{ leadUser: string | null; numberUser: string | null; label: string | null }>`
    SELECT l.user_id::text AS "leadUser", n.user_id::text AS "numberUser", n.label
    FROM (SELECT ${accountId}::bigint AS account_id) a
    LEFT JOIN lead l ON l.account_id = a.account_id AND l.id = ${record.lead?.id ?? null}::bigint
    LEFT JOIN number n ON n.account_id = a.account_id AND n.number = ${record.to}`.execute(db);
  const { leadUser = null, numberUser = null, label = null } = rows[0] ?? {};
  return {
    call: { ...presentCallWithStory(record), numberLabel: label },
    concern: { leadUser, numberUser, phonesRung: record.state.legs.map(({ destination }) => destination) },
  };
}
