import { type Kysely, sql } from "kysely";
import type { StoryLine } from "../../calls/tell-story.ts";
import { type ToldTextBack, tellText } from "../../messages/tell-text.ts";
import type { Schema } from "../schema.ts";

/** What happened after a call had ended, as lines of its story, in order: texts, why there was none, the callback. */
export async function tellAfterwards(
  db: Kysely<Schema>,
  accountId: string,
  callId: string,
): Promise<StoryLine[]> {
  const { rows: texts } = await sql<ToldTextBack>`SELECT body, phone, state, error, created_at AS "createdAt",
      due_at AS "dueAt", sent_at AS "sentAt", changed_at AS "changedAt" FROM text_message
    WHERE account_id = ${accountId}::bigint AND call_id = ${callId}::uuid AND kind <> 'notice' ORDER BY id`.execute(
    db,
  );
  const { rows: events } = await sql<{ at: Date; text: string }>`
    SELECT at, text FROM text_back
    WHERE account_id = ${accountId}::bigint AND call_id = ${callId}::uuid AND text IS NOT NULL
    UNION ALL
    SELECT e.at, 'Callback: ' || e.text FROM callback_call c
      JOIN callback_event e ON e.account_id = c.account_id AND e.callback_id = c.callback_id
    WHERE c.account_id = ${accountId}::bigint AND c.call_id = ${callId}::uuid`.execute(db);
  const lines = [
    ...texts.flatMap(tellText),
    ...events.map(({ at, text }) => ({ at: at.toISOString(), text })),
  ];
  return lines
    .map((line, index) => ({ line, index }))
    .sort((one, other) => Date.parse(one.line.at) - Date.parse(other.line.at) || one.index - other.index)
    .map(({ line }) => line);
}
