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
import { wantsPerson } from "../../messages/wants-person.ts";
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
      wantsPerson(body),
    ],
  });
  return { accountId, number, phone, body, says };
}

/**
 * The lead is the one last contacted by us, else the one changed last, as for calls. YES asks for texts only where they are
 * not wanted; everywhere else it is an answer ($11).
 */
const RECEIVE_TEXT = `
  WITH asked AS MATERIALIZED (
    SELECT $11::text = 'always' OR ($11::text = 'unlessOptedOut'
      AND NOT EXISTS (SELECT FROM opt_out WHERE account_id = $1::bigint AND phone = $3)) AS somebody
  ), received AS (
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
    SELECT account_id, phone, number, $8::timestamptz, CASE WHEN $9::text IS NULL OR somebody THEN $8::timestamptz END
    FROM received CROSS JOIN asked ${OVER_CONVERSATION_SQL}
  ), to_tell AS (
    INSERT INTO text_to_tell (account_id, message_id) SELECT account_id, id FROM received CROSS JOIN asked WHERE somebody
  ), pictures AS (
    INSERT INTO text_media (account_id, id, message_id, position, carrier_url, content_type, state, next_try_at, created_at)
    SELECT account_id, gen_random_uuid(), id, place - 1, url, type, 'waiting', $8::timestamptz, $8::timestamptz
    FROM received CROSS JOIN ROWS FROM (json_to_recordset($10::json) AS (url text, type text))
      WITH ORDINALITY AS media (url, type, place) ON CONFLICT DO NOTHING
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

/** What a carrier tells of a text, by its own key and, where its address names one, by ours. */
export type ToldOf = {
  connection: CarrierConnection;
  told: ToldText & { key: { accountId: string; id: string } | null };
  at: number;
};

/**
 * Keeps what carriers tell of our texts. Their word is the highest: late and repeated ones change nothing, and what was
 * delivered or failed stays so. It may come before the answer to our request does.
 */
export async function tellTexts(pool: Pool, all: readonly ToldOf[]): Promise<void> {
  // Of what is told of one text at the same time the furthest counts.
  const given = new Map<string, ReturnType<typeof rowOf>>();
  for (const one of all) {
    if (one.told.state === null) continue;
    const row = rowOf(one);
    const key = `${row.account_id} ${row.own ?? `${row.carrier_id} ${row.sid}`}`;
    if ((given.get(key)?.state ?? "sent") === "sent") given.set(key, row);
  }
  if (given.size === 0) return;
  await pool.query({ name: "tell-texts", text: TELL_TEXTS, values: [JSON.stringify([...given.values()])] });
}

function rowOf({ connection, told, at }: ToldOf) {
  const { state, code, key } = told;
  const bad = state === "failed" || state === "undelivered";
  return {
    account_id: connection.accountId,
    own: key?.accountId === connection.accountId ? key.id : null,
    carrier_id: connection.id,
    sid: keepable(told.id).slice(0, 100),
    state,
    code: bad ? code : null,
    words: bad ? (TEXT_ERROR_TABLE[code ?? ""]?.words ?? "the carrier could not deliver it") : null,
    at: new Date(at).toISOString(),
    opted_out: code !== null && OPTED_OUT_CODES.has(code),
    not_registered: code !== null && NOT_REGISTERED_CODES.has(code),
    price: told.price?.amount ?? null,
    price_unit: told.price?.unit ?? null,
    ask_after_at: askAfterAt(connection, told, at),
  };
}

const NOT_REGISTERED_ALERT: Alert["code"] = "textsNotRegistered";

/**
 * When the carrier is to be asked after a text: soon enough where nothing more is told of one on its way, and for its price
 * where the carrier says that only when asked (Profile.tellsPrice), some time after it has arrived. Null: not at all.
 */
function askAfterAt({ kind }: CarrierConnection, { state }: ToldText, at: number): string | null {
  if (state === "sent") return new Date(at + UNTOLD_MS).toISOString();
  if (PROFILES[kind].tellsPrice || state === null) return null;
  return new Date(at + PRICE_MS).toISOString();
}

const PRICE_MS = 120_000;
/** Most phones take a text within seconds; one that is off may keep it waiting for days. */
export const UNTOLD_MS = 600_000;

/**
 * By our own key where the address has one, else by the carrier's; never one text by the key of another. In the order of
 * their keys, so that two that tell of the same texts don't wait for each other.
 */
const TELL_TEXTS = `
  WITH given AS MATERIALIZED (
    SELECT g.*, coalesce(g.own, (SELECT t.id FROM text_message t WHERE t.account_id = g.account_id
      AND t.carrier_id = g.carrier_id AND t.carrier_message_id = g.sid LIMIT 1)) AS id
    FROM json_to_recordset($1::json) AS g (account_id bigint, own bigint, carrier_id text, sid text, state text,
      code text, words text, at timestamptz, opted_out boolean, not_registered boolean, price numeric, price_unit text,
      ask_after_at timestamptz)
    ORDER BY 1, id
  ), told AS (
    UPDATE text_message m SET state = g.state, error_code = g.code, error = g.words, next_try_at = NULL,
      carrier_id = coalesce(m.carrier_id, g.carrier_id), carrier_message_id = coalesce(m.carrier_message_id, g.sid),
      price = coalesce(g.price, m.price), price_unit = coalesce(g.price_unit, m.price_unit),
      ask_after_at = CASE WHEN g.price IS NULL OR g.state = 'sent' THEN g.ask_after_at END,
      sent_at = CASE WHEN g.state <> 'failed' THEN coalesce(m.sent_at, g.at) ELSE m.sent_at END, changed_at = g.at
    FROM given g
    WHERE m.account_id = g.account_id AND m.id = g.id AND m.direction = 'out'
      AND coalesce(m.carrier_message_id, g.sid) = g.sid
      AND (m.state IN ('queued', 'sending') OR (m.state = 'sent' AND g.state <> 'sent')
        OR (m.state = 'failed' AND m.error_code = '${UNKNOWN_WHETHER_SENT}'))
    RETURNING m.account_id, m.phone, m.call_id, m.number, g.code, g.words, g.at, g.opted_out, g.not_registered,
      ${TELL_CONVERSATION_SQL}
  ), stopped AS (
    INSERT INTO opt_out (account_id, phone, since, source)
    SELECT DISTINCT ON (account_id, phone) account_id, phone, at, 'carrier' FROM told WHERE opted_out
    ON CONFLICT (account_id, phone) DO NOTHING
  ), unregistered AS (
    INSERT INTO number_registration AS r (account_id, number, state, code, since)
    SELECT DISTINCT ON (account_id, number) account_id, number, 'blocked', code, at FROM told WHERE not_registered
    ON CONFLICT (account_id, number) DO UPDATE SET state = 'blocked', code = excluded.code, since = excluded.since
      WHERE r.code IS NULL
  )
  INSERT INTO alert (account_id, call_id, at, code, text)
  SELECT DISTINCT ON (account_id, number, call_id) account_id, call_id, at, '${NOT_REGISTERED_ALERT}',
    'A text from ' || number || ' was blocked: ' || words || '. Texts from it wait until then.'
  FROM told WHERE not_registered AND NOT EXISTS (SELECT FROM number_registration r
    WHERE r.account_id = told.account_id AND r.number = told.number AND r.code IS NOT NULL)
  ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`;

/** PostgreSQL's text can't hold the character 0, nor half a character (its manual, "Character Types"). */
function keepable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
