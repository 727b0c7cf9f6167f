import { type Kysely, sql } from "kysely";
import type { TextKind, TextState } from "../../messages/text-states.ts";
import type { Schema } from "../schema.ts";

/** A text of ours, as far as sending it again goes. */
export type TextToSendAgain = {
  id: string;
  kind: TextKind;
  state: TextState;
  number: string;
  phone: string;
  leadId: string | null;
  body: string;
};

type Of = { accountId: string; id: string };

/** One of the account's texts by its key, whoever sent it. */
export async function findText(db: Kysely<Schema>, { accountId, id }: Of): Promise<TextToSendAgain | null> {
  const { rows } = await sql<TextToSendAgain>`
    SELECT id::text, kind, state, number, phone, lead_id::text AS "leadId", body FROM text_message
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint`.execute(db);
  return rows[0] ?? null;
}

/** The last of those by which a text was sent again, and they again; itself where it was not. */
export async function findLastAgain(
  db: Kysely<Schema>,
  { accountId, id }: Of,
): Promise<TextToSendAgain | null> {
  const { rows } = await sql<TextToSendAgain>`
    WITH RECURSIVE again AS (
      SELECT m.*, 0 AS step FROM text_message m WHERE m.account_id = ${accountId}::bigint AND m.id = ${id}::bigint
      UNION ALL
      SELECT n.*, a.step + 1 FROM again a JOIN text_message n ON n.account_id = a.account_id AND n.again_of = a.id
    )
    SELECT id::text, kind, state, number, phone, lead_id::text AS "leadId", body
    FROM again ORDER BY step DESC LIMIT 1`.execute(db);
  return rows[0] ?? null;
}
