import { endsOf } from "../calls/call-record.ts";
import type { EndedCall } from "../calls/ended-call.ts";
import { keepConversationCall } from "../store/conversations/keep-conversation-call.ts";
import type { FollowUpParts } from "./follow-up-step.ts";

/** A call belongs to the conversation with its phone. Withheld callers have none. */
export async function keepConversation(call: EndedCall, { database }: FollowUpParts): Promise<void> {
  const { accountId, callId, outcome, endedAt, record } = call;
  const { phone, number } = endsOf(record);
  if (phone === null || number === null) return;
  const { startedAt } = record.script;
  const answered = outcome === "answered";
  await keepConversationCall(database.query, {
    accountId,
    callId,
    phone,
    number,
    startedAt,
    endedAt,
    answered,
  });
}
