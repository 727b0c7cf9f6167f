import type pg from "pg";
import type { Alert } from "../../calls/call-record.ts";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import { NOT_REGISTERED, OPTED_OUT_CODES, TEXT_ERRORS } from "../../carriers/text-trouble.ts";
import type { IncomingText, ToldText } from "../../carriers/twiml/read-text.ts";
import { isCountry, normaliseCaller } from "../../directory/normalise-phone.ts";
import { countSegments } from "../../messages/count-segments.ts";
import { readOptOut } from "../../messages/read-opt-out.ts";
import { UNKNOWN_WHETHER_SENT } from "../../messages/text-states.ts";

type Pool = Pick<pg.Pool, "query">;

const LONGEST_BODY = 10_000;

/** Keeps a text that somebody sent, once, with what it says about further texts. */
export async function receiveText(
  pool: Pool,
  { accountId, country, id: carrierId }: CarrierConnection,
  text: IncomingText,
  at: number,
): Promise<void> {
  const read = (phone: string) =>
    (normaliseCaller(phone, isCountry(country) ? country : "US") ?? keepable(phone)).slice(0, 40);
  const body = keepable(text.body).slice(0, LONGEST_BODY);
  const [phone, number] = [read(text.from), read(text.to)];
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
      readOptOut(body),
    ],
  });
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
    ON CONFLICT (account_id, carrier_id, carrier_message_id) DO NOTHING RETURNING phone
  ), answered AS (
    UPDATE campaign_recipient r SET replied_at = coalesce(r.replied_at, $8::timestamptz)
    FROM received, outreach o WHERE o.account_id = $1::bigint AND o.phone = $3 AND o.number = $2
      AND r.account_id = $1::bigint AND r.phone = $3 AND r.campaign_id = o.campaign_id AND r.state <> 'leftOut'
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
  const words = bad ? (TEXT_ERRORS[code ?? ""] ?? "the carrier could not deliver it") : null;
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
      code === NOT_REGISTERED,
    ],
  });
}

const NOT_REGISTERED_ALERT: Alert["code"] = "textsNotRegistered";

/** By our own key where the address has one, else by the carrier's; never one text by the key of another. */
const TELL_TEXT = `
  WITH told AS (
    UPDATE text_message m SET state = $5, error_code = $6, error = $7, next_try_at = NULL,
      carrier_id = coalesce(m.carrier_id, $3), carrier_message_id = coalesce(m.carrier_message_id, $4),
      sent_at = CASE WHEN $5 <> 'failed' THEN coalesce(m.sent_at, $8::timestamptz) ELSE m.sent_at END,
      changed_at = $8::timestamptz
    WHERE m.account_id = $1::bigint AND m.direction = 'out'
      AND ((m.id = $2::bigint AND coalesce(m.carrier_message_id, $4) = $4)
        OR ($2::bigint IS NULL AND m.carrier_id = $3 AND m.carrier_message_id = $4))
      AND (m.state IN ('queued', 'sending') OR (m.state = 'sent' AND $5 <> 'sent')
        OR (m.state = 'failed' AND m.error_code = '${UNKNOWN_WHETHER_SENT}'))
    RETURNING m.phone, m.call_id, m.number
  ), stopped AS (
    INSERT INTO opt_out (account_id, phone, since, source)
    SELECT $1::bigint, phone, $8::timestamptz, 'carrier' FROM told WHERE $9::boolean
    ON CONFLICT (account_id, phone) DO NOTHING
  )
  INSERT INTO alert (account_id, call_id, at, code, text)
  SELECT $1::bigint, call_id, $8::timestamptz, '${NOT_REGISTERED_ALERT}',
    'A text from ' || number || ' was blocked: ' || $7 || '.'
  FROM told WHERE $10::boolean
  ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`;

/** PostgreSQL's text can't hold the character 0, nor half a character (its manual, "Character Types"). */
function keepable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
