import { endsOf } from "../calls/call-record.ts";
import { takenLeg } from "../calls/call-state.ts";
import type { EndedCall } from "../calls/ended-call.ts";
import { closeByTalk } from "../store/callbacks/keep-callbacks.ts";
import { keepTalk } from "../store/callbacks/keep-talks.ts";
import { lockCaller } from "../store/callbacks/lock-caller.ts";
import type { FollowUpParts } from "./follow-up-step.ts";

/** Keeps that somebody talked to a caller: nobody has to call them back any more, nor to text them. */
export async function noteTalk(call: EndedCall, { database, now }: FollowUpParts): Promise<void> {
  const { accountId, callId, outcome, endedAt, record } = call;
  const { phone } = endsOf(record);
  if (outcome !== "answered" || phone === null) return;
  const who =
    (record.direction === "outbound" ? record.state.legs[0] : takenLeg(record.state))?.who ?? "Somebody";
  const talk = { accountId, callId, phone, at: endedAt, who: who.replace(/^the /, "The ") };
  const leadId = record.lead?.id ?? null;
  await database.query.transaction().execute(async (db) => {
    await lockCaller(db, { ...talk, leadId });
    await keepTalk(db, talk);
    await closeByTalk(db, { ...talk, leadId }, now);
  });
}
