import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import { touchConversation } from "./touch-conversation.ts";

/** Keeps where a call of a phone is, and that it was; doing it again changes nothing. Moments in milliseconds. */
export async function keepConversationCall(
  db: Kysely<Schema>,
  call: {
    accountId: string;
    callId: string;
    phone: string;
    number: string;
    startedAt: number;
    endedAt: number;
    answered: boolean;
  },
): Promise<void> {
  const { accountId, callId, phone, number, startedAt, endedAt, answered } = call;
  await sql`INSERT INTO conversation_call (account_id, phone, at, call_id)
    VALUES (${accountId}::bigint, ${phone}, ${new Date(startedAt)}, ${callId}::uuid) ON CONFLICT DO NOTHING`.execute(
    db,
  );
  await touchConversation(db, { accountId, phone, number, at: endedAt, answered });
}
