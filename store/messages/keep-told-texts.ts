import type pg from "pg";
import type { Alert } from "../../calls/call-record.ts";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import { NOT_REGISTERED_CODES, OPTED_OUT_CODES, TEXT_ERROR_TABLE } from "../../carriers/text-errors.ts";
import { PROFILES } from "../../carriers/twiml/profile.ts";
import type { IncomingText, ToldText } from "../../carriers/twiml/read-text.ts";
import { isCountry, normaliseCaller } from "../../directory/normalise-phone.ts";
import { countSegments } from "../../messages/count-segments.ts";
import { readOptOut } from "../../messages/read-opt-out.ts";
import { UNKNOWN_WHETHER_SENT } from "../../messages/text-states.ts";
import {
  CONVERSATIONS_CHANGED,
  OVER_CONVERSATION_SQL,
  TELL_CONVERSATION_SQL,
} from "../conversations/touch-conversation.ts";

type Pool = Pick<pg.Pool, "query">;

const LONGEST_BODY = 10_000;

/** More are in no text (https://www.twilio.com/docs/messaging/api/media-resource). */
const MOST_MEDIA = 10;

/** A text as it was kept; `says`: what it says about further texts. */
export type ReceivedText = {
  accountId: string;
  number: string;
  phone: string;
  body: string;
  says: "stop" | "start" | null;
};

/** Keeps a text that somebody sent, once, with what it says about further texts. */
export async function receiveText(
  pool: Pool,
  { accountId, country, id: carrierId }: CarrierConnection,
  text: IncomingText,
  at: number,
): Promise<ReceivedText> {
  const read = (phone: string) =>
    (normaliseCaller(phone, isCountry(country) ? country : "US") ?? keepable(phone)).slice(0, 40);
  const body = keepable(text.body).slice(0, LONGEST_BODY);
  const [phone, number] = [read(text.from), read(text.to)];
  const says = readOptOut(body);
  await pool.query({
    name: "receive-text",
    text: RECEIVE_TEXT,
    values: [
      accountId,
      number,
      phone,
      carrierId,
      keepable(text.id).slice(0, 100),
      body,
      countSegments(body),
      new Date(at).toISOString(),
      says,
      JSON.stringify(text.media.slice(0, MOST_MEDIA)),
    ],
  });
  return { accountId, number, phone, body, says };
}

/** The lead is the one last contacted by us, else the one changed last, as for calls. */
const RECEIVE_TEXT = `
  WITH received AS (
    INSERT INTO text_message (account_id, direction, kind, number, phone, lead_id, carrier_id, carrier_message_id, body,
      segments, state, due_at, created_at, changed_at)
    SELECT $1::bigint, 'in', 'inbound', $2, $3, (
        SELECT l.id FROM lead_phone p JOIN lead l ON l.account_id = p.account_id AND l.id = p.lead_id
        WHERE p.account_id = $1::bigint AND p.phone = $3
        ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC, l.id DESC LIMIT 1
      ), $4, $5, $6, $7::int, 'received', $8::timestamptz, $8::timestamptz, $8::timestamptz
    ON CONFLICT (account_id, carrier_id, carrier_message_id) DO NOTHING
    RETURNING account_id, id, phone, number, pg_notify('${CONVERSATIONS_CHANGED}', account_id || ':' || phone)
  ), touched AS (
    INSERT INTO conversation AS c (account_id, phone, number, last_at, received_at)
    SELECT account_id, phone, number, $8::timestamptz, CASE WHEN $9::text IS NULL THEN $8::timestamptz END
    FROM received ${OVER_CONVERSATION_SQL}
  ), pictures AS (
    INSERT INTO text_media (account_id, id, message_id, position, carrier_url, content_type, state, next_try_at, created_at)
    SELECT account_id, gen_random_uuid(), id, place - 1, url, type, 'waiting', $8::timestamptz, $8::timestamptz
    FROM received CROSS JOIN ROWS FROM (json_to_recordset($10::json) AS (url text, type text))
      WITH ORDINALITY AS media (url, type, place) ON CONFLICT DO NOTHING
  ), stopped AS (
    INSERT INTO opt_out (account_id, phone, since, source, said)
    SELECT $1::bigint, phone, $8::timestamptz, 'text', left($6, 200) FROM received WHERE $9::text = 'stop'
    ON CONFLICT (account_id, phone) DO NOTHING
  )
  DELETE FROM opt_out WHERE $9::text = 'start' AND account_id = $1::bigint
    AND phone IN (SELECT phone FROM received)`;

/**
 * Keeps what a carrier tells of one of our texts. Its word is the highest: late and repeated ones change nothing, and
 * what was delivered or failed stays so. It may come before the answer to our request does.
 */
export async function tellText(
  pool: Pool,
  connection: CarrierConnection,
  told: ToldText & { key: { accountId: string; id: string } | null },
  at: number,
): Promise<void> {
  const { state, code, key } = told;
  const own = key?.accountId === connection.accountId ? key.id : null;
  if (state === null) return;
  const bad = state === "failed" || state === "undelivered";
  const words = bad ? (TEXT_ERROR_TABLE[code ?? ""]?.words ?? "the carrier could not deliver it") : null;
  await pool.query({
    name: "tell-text",
    text: TELL_TEXT,
    values: [
      connection.accountId,
      own,
      connection.id,
      keepable(told.id).slice(0, 100),
      state,
      bad ? code : null,
      words,
      new Date(at).toISOString(),
      code !== null && OPTED_OUT_CODES.has(code),
      code !== null && NOT_REGISTERED_CODES.has(code),
      told.price?.amount ?? null,
      told.price?.unit ?? null,
      priceDueAt(connection, told, at),
    ],
  });
}

const NOT_REGISTERED_ALERT: Alert["code"] = "textsNotRegistered";

/** Carriers that say the price only when asked (Profile.tellsPrice) know it some time after the text has arrived. */
function priceDueAt({ kind }: CarrierConnection, { state }: ToldText, at: number): string | null {
  if (PROFILES[kind].tellsPrice || state === "sent" || state === null) return null;
  return new Date(at + PRICE_MS).toISOString();
}

const PRICE_MS = 120_000;

/** By our own key where the address has one, else by the carrier's; never one text by the key of another. */
const TELL_TEXT = `
  WITH told AS (
    UPDATE text_message m SET state = $5, error_code = $6, error = $7, next_try_at = NULL,
      carrier_id = coalesce(m.carrier_id, $3), carrier_message_id = coalesce(m.carrier_message_id, $4),
      price = coalesce($11::numeric, m.price), price_unit = coalesce($12, m.price_unit),
      price_due_at = CASE WHEN $11::numeric IS NULL THEN $13::timestamptz END,
      sent_at = CASE WHEN $5 <> 'failed' THEN coalesce(m.sent_at, $8::timestamptz) ELSE m.sent_at END,
      changed_at = $8::timestamptz
    WHERE m.account_id = $1::bigint AND m.direction = 'out'
      AND ((m.id = $2::bigint AND coalesce(m.carrier_message_id, $4) = $4)
        OR ($2::bigint IS NULL AND m.carrier_id = $3 AND m.carrier_message_id = $4))
      AND (m.state IN ('queued', 'sending') OR (m.state = 'sent' AND $5 <> 'sent')
        OR (m.state = 'failed' AND m.error_code = '${UNKNOWN_WHETHER_SENT}'))
    RETURNING m.account_id, m.phone, m.call_id, m.number, ${TELL_CONVERSATION_SQL}
  ), stopped AS (
    INSERT INTO opt_out (account_id, phone, since, source)
    SELECT $1::bigint, phone, $8::timestamptz, 'carrier' FROM told WHERE $9::boolean
    ON CONFLICT (account_id, phone) DO NOTHING
  ), unregistered AS (
    INSERT INTO number_registration AS r (account_id, number, state, code, since)
    SELECT account_id, number, 'blocked', $6, $8::timestamptz FROM told WHERE $10::boolean
    ON CONFLICT (account_id, number) DO UPDATE SET state = 'blocked', code = excluded.code, since = excluded.since
      WHERE r.code IS NULL
  )
  INSERT INTO alert (account_id, call_id, at, code, text)
  SELECT $1::bigint, call_id, $8::timestamptz, '${NOT_REGISTERED_ALERT}',
    'A text from ' || number || ' was blocked: ' || $7 || '. Texts from it wait until then.'
  FROM told WHERE $10::boolean AND NOT EXISTS (SELECT FROM number_registration r
    WHERE r.account_id = told.account_id AND r.number = told.number AND r.code IS NOT NULL)
  ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`;

/** PostgreSQL's text can't hold the character 0, nor half a character (its manual, "Character Types"). */
function keepable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
