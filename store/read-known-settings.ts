import type pg from "pg";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { MOST_SILENT_CALLS } from "../directory/hold-off.ts";
import type { SettingsSnapshot, SnapshotLead } from "../directory/settings-snapshot.ts";

/** What every node keeps in memory: carriers always, the rest for when the database is away. `secret` is base64. */
export type StoredSettings = Required<SettingsSnapshot> & { secret: string; carriers: CarrierConnection[] };
/** A part of them: the secret, or some rows of one kind. */
export type SettingsPart = Partial<StoredSettings>;

type Queryable = Pick<pg.Pool, "query">;

/** Rows of a part: some hundred kilobytes, so that what is made of one is soon gone again. A block list may be as long by itself. */
const ROWS = 200;

/**
 * Reads the settings of all accounts, without leads, one kind after another: calls need the other connections, and to make
 * seven of them takes longer than to read.
 */
export async function* readKnownSettings(db: Queryable): AsyncGenerator<SettingsPart> {
  const { rows } = await db.query<{ secret: Buffer }>("SELECT secret FROM installation");
  yield { secret: rows[0]?.secret.toString("base64") ?? "" };
  yield { carriers: await readCarriers(db) };
  yield* partsOf(ROWS, "accounts", await db.query(ACCOUNTS));
  yield* partsOf(ROWS, "numbers", await db.query(NUMBERS));
  yield* partsOf(ROWS, "staff", await db.query(STAFF));
  yield* partsOf(ROWS, "groups", await db.query(GROUPS));
  yield* partsOf(1, "blocked", await db.query(BLOCKED));
  yield* partsOf(ROWS, "silent", await db.query(SILENT));
}

function* partsOf(
  most: number,
  kind: keyof SettingsPart,
  { rows }: { rows: object[] },
): Generator<SettingsPart> {
  for (let from = 0; from < rows.length; from += most) yield { [kind]: rows.slice(from, from + most) };
}

/** Puts parts together. What is in none of them is empty: also what there was not yet when they were kept. */
export function joinSettings(parts: Iterable<SettingsPart>): StoredSettings {
  const whole: StoredSettings = {
    secret: "",
    carriers: [],
    accounts: [],
    numbers: [],
    staff: [],
    groups: [],
    blocked: [],
    silent: [],
  };
  for (const { secret = whole.secret, ...lists } of parts) {
    whole.secret = secret;
    for (const [kind, rows] of Object.entries(lists)) {
      const list: object[] = whole[kind as keyof typeof lists] ?? [];
      for (const row of rows) list.push(row);
    }
  }
  return whole;
}

/** All settings at once, for who needs them once. */
export async function readAllSettings(db: Queryable): Promise<StoredSettings> {
  const parts: SettingsPart[] = [];
  for await (const part of readKnownSettings(db)) parts.push(part);
  return joinSettings(parts);
}

/** The carrier connections of all accounts. */
export async function readCarriers(db: Queryable): Promise<CarrierConnection[]> {
  return (await db.query<CarrierConnection>(CARRIERS)).rows;
}

const CARRIERS = `SELECT c.id, c.account_id AS "accountId", a.country, c.kind, c.account_sid AS "accountSid",
  c.auth_token AS "authToken", c.credentials, c.api_base_url AS "apiBaseUrl"
  FROM carrier c JOIN account a ON a.id = c.account_id`;
/** An account's own settings, as calls need them (directory/assemble-facts.ts). */
export const ACCOUNTS = `SELECT id::text, name, country, timezone, company_phone, on_call_phone, ladder,
  closed_ladder, hours::text, holidays::text, ring_seconds, ring_budget_seconds,
  if_nobody_answers, screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld,
  skip_busy, last_contact_days, allowed_countries, unverified_callers, silent_callers, greeting, settings_version::text
  FROM account`;
export const NUMBERS = `SELECT n.account_id::text, n.number, n.label, n.carrier_id, c.kind AS carrier_kind, n.forwarding_number,
  n.user_id::text, n.ladder, n.closed_ladder, n.hours::text, n.ring_seconds, n.caller_id, n.whisper, n.greeting,
  n.menu::text, n.menu_rungs, n.record_calls, n.recording_notice
  FROM number n JOIN carrier c ON c.account_id = n.account_id AND c.id = n.carrier_id`;
export const STAFF = `SELECT account_id::text, id::text, name, phone, active, ring_seconds, screening, caller_id, greeting, hours::text,
  days_off::text, (extract(epoch FROM away_until) * 1000)::float8 AS away_until FROM staff`;

/** But for whose turn it is, which is no setting. */
export const GROUP_COLUMNS = "account_id::text, id, name, ring_order, ring_seconds, members::text[]";
const GROUPS = `SELECT ${GROUP_COLUMNS} FROM ring_group`;
/** As one text: hundreds of thousands of them are read at every change of settings. */
const BLOCKED = `SELECT account_id, string_agg(caller, ' ' ORDER BY caller) AS callers
  FROM blocked_caller GROUP BY account_id ORDER BY account_id`;
/** Of callers who may be held off while the database is away: their latest silent calls, the newest first. */
const SILENT = `SELECT account_id, phone,
    (array_agg((extract(epoch FROM at) * 1000)::float8 ORDER BY at DESC))[1:${MOST_SILENT_CALLS}] AS times
  FROM silent_call GROUP BY account_id, phone ORDER BY max(at) DESC LIMIT 10000`;

/** How many leads a node remembers for when the database is away: all of a small business's. */
const REMEMBERED = 20_000;
/** Rows a turn: so that reading many does not hold up the calls of that moment. */
const CHUNK = 1_000;

/** Reads the leads contacted or changed last, newest first, a chunk at a time, each when the one before was taken. */
export async function readRecentLeads(
  pool: pg.Pool,
  take: (leads: SnapshotLead[]) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`DECLARE recent NO SCROLL CURSOR FOR ${RECENT_LEADS}`, [REMEMBERED]);
    for (;;) {
      const { rows } = await client.query<SnapshotLead>(`FETCH ${CHUNK} FROM recent`);
      if (rows.length === 0) break;
      await take(rows);
    }
    await client.query("COMMIT");
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

const RECENT_LEADS = `
  SELECT l.account_id, l.id, l.name, l.blocked, l.user_id, p.phones, l.talked_user_id,
    (extract(epoch FROM l.talked_at) * 1000)::float8 AS last_contact_at
  FROM (SELECT * FROM lead ORDER BY last_contacted_at DESC NULLS LAST, changed_at DESC, id DESC LIMIT $1) l
  JOIN LATERAL (SELECT array_agg(phone) AS phones FROM lead_phone
    WHERE account_id = l.account_id AND lead_id = l.id) p ON p.phones IS NOT NULL
  ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC, l.id DESC`;
