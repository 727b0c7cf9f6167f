import { type Kysely, sql } from "kysely";
import { upsertOutreach } from "../campaigns/note-outreach.ts";
import { TELL_CONVERSATION_SQL } from "../conversations/touch-conversation.ts";
import type { Database } from "../open-database.ts";
import { runNamed } from "../run-named.ts";
import type { Schema } from "../schema.ts";
import { UNTOLD_MS } from "./keep-told-texts.ts";

export type TextKey = { accountId: string; id: string };

const TELL = sql.raw(TELL_CONVERSATION_SQL);
const KEY = ({ accountId, id }: TextKey) => sql`account_id = ${accountId}::bigint AND id = ${id}::bigint`;

/** A text that the carrier has, by its key there. */
export type SentText = TextKey & { carrierId: string; carrierMessageId: string; now: number };

/**
 * The carrier has these texts. What it told meanwhile of their fate stands. Where a person or a campaign has sent one, that
 * is the last word to this phone, by which a callback is known, and its lead's last contact.
 */
export async function noteSent(database: Database, texts: readonly SentText[]): Promise<void> {
  const given = texts.map(({ accountId, id, carrierId, carrierMessageId, now }) => {
    const at = new Date(now).toISOString();
    const carrier = { carrier_id: carrierId, carrier_message_id: carrierMessageId };
    return {
      account_id: accountId,
      id,
      ...carrier,
      at,
      ask_after_at: new Date(now + UNTOLD_MS).toISOString(),
    };
  });
  const statement = sql<Record<string, never>>`WITH sent AS (
      UPDATE text_message m SET carrier_id = g.carrier_id, carrier_message_id = g.carrier_message_id,
        state = CASE WHEN m.state = 'sending' THEN 'sent' ELSE m.state END, error_code = NULL, error = NULL,
        next_try_at = NULL, sent_at = coalesce(m.sent_at, g.at), changed_at = g.at,
        ask_after_at = CASE WHEN m.state IN ('sending', 'sent') THEN g.ask_after_at ELSE m.ask_after_at END
      FROM (SELECT * FROM json_to_recordset(${JSON.stringify(given)}::json)
        AS g (account_id bigint, id bigint, carrier_id text, carrier_message_id text, at timestamptz,
          ask_after_at timestamptz)
        ORDER BY account_id, id) g
      WHERE m.account_id = g.account_id AND m.id = g.id
      RETURNING m.account_id, m.id, m.kind, m.phone, m.number, m.lead_id, m.campaign_id, m.staff_id, m.sent_at, ${TELL}
    ), spoken AS MATERIALIZED (
      SELECT DISTINCT ON (account_id, phone, number) * FROM sent WHERE kind IN ('person', 'campaign')
      ORDER BY account_id, phone, number, id DESC
    ), contacted AS (
      UPDATE lead l SET last_contacted_at = greatest(l.last_contacted_at, s.sent_at)
      FROM spoken s WHERE l.account_id = s.account_id AND l.id = s.lead_id
    )
    ${upsertOutreach(sql`SELECT s.account_id, s.phone, s.number, s.sent_at, 'text', s.campaign_id, coalesce(s.staff_id, r.user_id)
      FROM spoken s LEFT JOIN LATERAL (SELECT user_id FROM campaign_recipient r WHERE r.account_id = s.account_id
        AND r.phone = s.phone AND r.campaign_id = s.campaign_id LIMIT 1) r ON true ORDER BY 1, 2, 3`)}`;
  await runNamed(database, "note-sent", statement);
}

/** The text was surely not sent, and is to be sent later. `pause`: the whole number waits so long. */
export async function noteLater(
  db: Kysely<Schema>,
  key: TextKey,
  again: { at: number; error: string | null; countsAsTry: boolean; pause: boolean; now: number },
): Promise<void> {
  const at = new Date(again.at);
  await sql`WITH later AS (
      UPDATE text_message m SET state = 'queued', next_try_at = ${at}, error = ${again.error},
        tries = CASE WHEN ${again.countsAsTry} THEN tries ELSE tries - 1 END, changed_at = ${new Date(again.now)}
      WHERE ${KEY(key)} AND state = 'sending' RETURNING account_id, number
    )
    UPDATE text_pace p SET next_at = greatest(p.next_at, ${at}::timestamptz)
    FROM later WHERE ${again.pause} AND p.account_id = later.account_id AND p.number = later.number`.execute(
    db,
  );
}

/** It is not known whether the text was sent; the carrier is asked later. */
export async function noteUnsure(
  db: Kysely<Schema>,
  key: TextKey,
  again: { at: number; error: string; now: number },
): Promise<void> {
  await sql`UPDATE text_message m SET next_try_at = ${new Date(again.at)}, error = ${again.error},
      changed_at = ${new Date(again.now)}
    WHERE ${KEY(key)} AND state = 'sending' RETURNING ${TELL}`.execute(db);
}

/** The text will not be sent any more: `failed` by the carrier or by doubt, `canceled` by us. */
export async function noteOver(
  db: Kysely<Schema>,
  key: TextKey,
  over: { state: "failed" | "canceled"; code: string; error: string; now: number },
): Promise<void> {
  await sql`UPDATE text_message m SET state = ${over.state}, error_code = ${over.code}, error = ${over.error},
      next_try_at = NULL, changed_at = ${new Date(over.now)}
    WHERE ${KEY(key)} AND state = 'sending' RETURNING ${TELL}`.execute(db);
}

/** The first of these keys that none of the account's other texts has. */
export async function pickUnknown(
  db: Kysely<Schema>,
  { accountId, id }: TextKey,
  carrierMessageIds: readonly string[],
): Promise<string | null> {
  if (carrierMessageIds.length === 0) return null;
  const { rows } = await sql<{ id: string }>`SELECT carrier_message_id AS id FROM text_message
    WHERE account_id = ${accountId}::bigint AND id <> ${id}::bigint
      AND carrier_message_id = ANY (${carrierMessageIds}::text[])`.execute(db);
  const known = new Set(rows.map((row) => row.id));
  return carrierMessageIds.find((one) => !known.has(one)) ?? null;
}
