import { type Kysely, sql } from "kysely";
import type { CallbackEventKind } from "../../callbacks/callback-states.ts";
import type { Schema } from "../schema.ts";

export type CallbackKey = { accountId: string; id: string };

/** Keeps what happened to a callback, and tells whoever looks at the list, with the end of the transaction. */
export async function noteCallback(
  db: Kysely<Schema>,
  { accountId, id }: CallbackKey,
  event: {
    kind: CallbackEventKind;
    text: string;
    actor?: string | null;
    ownerId: string | null;
    now: number;
  },
): Promise<void> {
  await sql`WITH noted AS (
      INSERT INTO callback_event (account_id, callback_id, at, kind, actor, owner_id, text)
      VALUES (${accountId}::bigint, ${id}::bigint, ${new Date(event.now)}, ${event.kind}, ${event.actor ?? null},
        ${event.ownerId}::bigint, ${event.text})
    )
    SELECT pg_notify(${CALLBACKS_CHANGED}, ${accountId})`.execute(db);
}

/** Told when callbacks of an account were changed; the payload is the account's id. */
export const CALLBACKS_CHANGED = "ringright_callbacks";
