import { type Kysely, type Selectable, sql } from "kysely";
import { DEFAULT_CALLBACKS } from "../callbacks/callback-settings.ts";
import type { BlockedCaller } from "../directory/blocked-caller.ts";
import type { CarrierSettings } from "../directory/carrier-schema.ts";
import type { SilentCallers } from "../directory/hold-off.ts";
import {
  type AccountSettings,
  type GroupSettings,
  type MenuSettings,
  type NumberSettings,
  STRAIGHT_TO_VOICEMAIL,
  type StaffSettings,
  type TemplateSettings,
} from "../directory/settings-schema.ts";
import type { Elsewhere, StoredAccount, Versioned } from "../directory/stored-settings.ts";
import type { WeeklyHours } from "../hours/weekly-hours.ts";
import { DEFAULT_HELP, type HelpSettings } from "../messages/help-settings.ts";
import { DEFAULT_TEXT_BACK, type TextBackSettings } from "../messages/text-back-settings.ts";
import { orderChoices } from "../notify/notice-choices.ts";
import {
  DEFAULT_DISPOSITIONS,
  DEFAULT_OUTBOUND,
  type OutboundSettings,
} from "../outbound/outbound-settings.ts";
import type { E164 } from "../routing/values.ts";
import { listGreetings } from "./keep-greetings.ts";
import { readTemplates } from "./messages/keep-templates.ts";
import { versionOf } from "./read-version.ts";
import { readWebhooks } from "./read-webhooks.ts";
import type { AccountTable, CarrierTable, NumberTable, Schema, StaffTable } from "./schema.ts";
import { type Page, takePage } from "./take-page.ts";
import { readBlockedCallers } from "./unwanted/keep-blocked.ts";

type Db = Kysely<Schema>;

/** An account with its carriers, staff and numbers; null where there is none. `lock`: others wait to change it. */
export async function readStoredAccount(
  db: Db,
  by: { slug: string } | { id: string },
  options: { lock?: boolean } = {},
): Promise<StoredAccount | null> {
  let query = db.selectFrom("account").selectAll().select(versionOf("account").as("version"));
  query = "slug" in by ? query.where("slug", "=", by.slug) : query.where("id", "=", by.id);
  // The weaker lock, so that calls, whose rows point to the account, are never held up.
  const row = await (options.lock ? query.forNoKeyUpdate() : query).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    settingsVersion: row.settings_version,
    version: row.version,
    account: accountOf(
      row,
      await readGroups(db, row.id),
      await readBlockedCallers(db, row.id),
      await readTemplates(db, row.id),
    ),
    carriers: await readCarriers(db, row.id),
    staff: await readStaff(db, row.id),
    numbers: await readNumbers(db, row.id),
    webhooks: await readWebhooks(db, row.id),
    greetings: new Set((await listGreetings(db, row.id)).map(({ id }) => id)),
  };
}

export async function readCarriers(
  db: Db,
  accountId: string,
  page: Page = {},
): Promise<Versioned<CarrierSettings>[]> {
  const query = db
    .selectFrom("carrier")
    .selectAll()
    .select(versionOf("carrier").as("version"))
    .where("account_id", "=", accountId);
  return (await takePage(query, "id", page).execute()).map((row) => ({
    id: row.id,
    settings: carrierOf(row),
    version: row.version,
  }));
}

export async function readStaff(
  db: Db,
  accountId: string,
  page: Page = {},
): Promise<Versioned<StaffSettings>[]> {
  const query = db
    .selectFrom("staff")
    .selectAll()
    .select(versionOf("staff").as("version"))
    .where("account_id", "=", accountId);
  return (await takePage(query, "id", page).execute()).map((row) => ({
    id: row.id,
    settings: staffOf(row),
    version: row.version,
  }));
}

export async function readNumbers(
  db: Db,
  accountId: string,
  page: Page = {},
): Promise<Versioned<NumberSettings>[]> {
  const query = db
    .selectFrom("number as n")
    .leftJoin("staff as s", (join) =>
      join.onRef("s.account_id", "=", "n.account_id").onRef("s.id", "=", "n.user_id"),
    )
    .selectAll("n")
    .select(["s.email", versionOf("n").as("version")])
    .where("n.account_id", "=", accountId);
  return (await takePage(query, "n.id", page).execute()).map((row) => ({
    id: row.id,
    settings: numberOf(row, row.email),
    version: row.version,
  }));
}

/** Which of these carriers and numbers other accounts hold. */
export async function readElsewhere(
  db: Db,
  accountId: string | null,
  names: { carriers: readonly string[]; numbers: readonly string[] },
): Promise<Elsewhere> {
  const carriers = await sql<{ name: string; slug: string }>`
    SELECT c.id AS name, a.slug FROM carrier c JOIN account a ON a.id = c.account_id
    WHERE c.id = ANY (${names.carriers}::text[]) AND c.account_id IS DISTINCT FROM ${accountId}::bigint`.execute(
    db,
  );
  const numbers = await sql<{ name: string; slug: string }>`
    SELECT n.number AS name, a.slug FROM number n JOIN account a ON a.id = n.account_id
    WHERE n.number = ANY (${names.numbers}::text[]) AND n.account_id IS DISTINCT FROM ${accountId}::bigint`.execute(
    db,
  );
  const bySlug = (rows: { name: string; slug: string }[]) =>
    new Map(rows.map(({ name, slug }) => [name, slug]));
  return { carriers: bySlug(carriers.rows), numbers: bySlug(numbers.rows) };
}

/** The account's ring groups, their members by e-mail; who was removed is left out. */
async function readGroups(db: Db, accountId: string): Promise<GroupSettings[]> {
  const { rows } = await sql<GroupSettings>`
    SELECT g.id, g.name, g.ring_order AS "order", g.ring_seconds AS "ringSeconds",
      ARRAY(SELECT s.email FROM staff s WHERE s.account_id = g.account_id AND s.id = ANY (g.members)
        ORDER BY array_position(g.members, s.id)) AS members
    FROM ring_group g WHERE g.account_id = ${accountId} ORDER BY g.position`.execute(db);
  return rows.map(({ id, name, order, members, ringSeconds }) => ({ id, name, order, members, ringSeconds }));
}

function accountOf(
  row: Selectable<AccountTable>,
  groups: GroupSettings[],
  blockedCallers: BlockedCaller[],
  templates: TemplateSettings[],
): AccountSettings {
  const { B, C, failed, none } = row.unverified_callers;
  const { holdOff, calls, withinMinutes, forMinutes, leadsToo } = row.silent_callers;
  return {
    slug: row.slug,
    name: row.name,
    country: row.country as AccountSettings["country"],
    timezone: row.timezone,
    companyPhone: row.company_phone as E164 | null,
    onCallPhone: row.on_call_phone as E164 | null,
    ladder: row.ladder,
    hours: hoursOf(row.hours),
    holidays: row.holidays.map(({ date, name, hours }) => ({ date, name, hours })),
    closedLadder: row.closed_ladder,
    groups,
    skipBusy: row.skip_busy,
    lastContactDays: row.last_contact_days,
    ringSeconds: row.ring_seconds,
    ringBudgetSeconds: row.ring_budget_seconds,
    ifNobodyAnswers: row.if_nobody_answers,
    screening: {
      staff: row.screening_staff,
      forwarding: row.screening_forwarding,
      company: row.screening_company,
    },
    callerId: row.caller_id,
    rejectWithheld: row.reject_withheld,
    greeting: row.greeting,
    deleteRecordingsAtCarrier: row.delete_recordings_at_carrier,
    textBack: textBackOf(row.text_back),
    callbacks: { ...DEFAULT_CALLBACKS, ...row.callbacks },
    defaultOutboundNumber: row.default_outbound_number as E164 | null,
    outbound: outboundOf(row.outbound),
    dispositions: row.dispositions ?? [...DEFAULT_DISPOSITIONS],
    help: helpOf(row.help),
    templates,
    blockedCallers,
    // The database keeps the fields of JSON in an order of its own: here they are in the schema's.
    unverifiedCallers: { B, C, failed, none },
    silentCallers: { holdOff, calls, withinMinutes, forMinutes, leadsToo },
    allowedCountries: row.allowed_countries as AccountSettings["allowedCountries"],
  };
}

/** The database keeps the fields of JSON in an order of its own: here they are in the schema's. */
function hoursOf(stored: WeeklyHours | null): WeeklyHours | null {
  if (stored === null) return null;
  const { mon, tue, wed, thu, fri, sat, sun } = stored;
  return { mon, tue, wed, thu, fri, sat, sun };
}

/** In the order of the schema, as hours are. */
function helpOf(stored: HelpSettings | null): HelpSettings {
  const { answer, text } = { ...DEFAULT_HELP, ...stored };
  return { answer, text };
}

/** In the order of the schema, as hours are. */
function outboundOf(stored: OutboundSettings | null): OutboundSettings {
  const { callsPerHour, callsPerDay, maxMinutes, textsPerDay } = { ...DEFAULT_OUTBOUND, ...stored };
  return { callsPerHour, callsPerDay, maxMinutes, textsPerDay };
}

/** In the order of the schema, as hours are. */
function textBackOf(stored: TextBackSettings | null): TextBackSettings {
  const { quietHours, ...whole } = { ...DEFAULT_TEXT_BACK, ...stored };
  const { on, text, afterSeconds, windowHours, outcomes } = whole;
  const { from, to } = quietHours;
  return { on, text, afterSeconds, windowHours, quietHours: { from, to }, outcomes };
}

function menuOf(stored: MenuSettings | null): MenuSettings | null {
  if (stored === null) return null;
  const choices = stored.choices.map(({ key, label, to }) => ({ key, label, to }));
  return { greeting: stored.greeting, choices };
}

function carrierOf(row: Selectable<CarrierTable>): CarrierSettings {
  const { credentials } = row;
  return {
    id: row.id,
    kind: row.kind as CarrierSettings["kind"],
    accountSid: row.account_sid === "" ? null : row.account_sid,
    authToken: row.auth_token,
    previousAuthToken: credentials.previousAuthToken ?? null,
    signingKey: credentials.signingKey ?? null,
    previousSigningKey: credentials.previousSigningKey ?? null,
    publicKey: credentials.publicKey ?? null,
    apiKeySid: credentials.apiKeySid ?? null,
    apiKeySecret: credentials.apiKeySecret ?? null,
    applicationSid: credentials.applicationSid ?? null,
    apiBaseUrl: row.api_base_url,
    textsPerSecond: row.texts_per_second,
  };
}

function staffOf(row: Selectable<StaffTable>): StaffSettings {
  return {
    email: row.email,
    name: row.name,
    phone: row.phone as E164 | null,
    role: row.role as StaffSettings["role"],
    active: row.active,
    hours: hoursOf(row.hours),
    daysOff: row.days_off.map(({ from, to, name }) => ({ from, to, name })),
    awayUntil: row.away_until?.toISOString() ?? null,
    ringSeconds: row.ring_seconds,
    screening: row.screening,
    callerId: row.caller_id,
    greeting: row.greeting,
    notify: row.notify && orderChoices(row.notify),
    callbackPlace: row.callback_place,
  };
}

function numberOf(row: Selectable<NumberTable>, user: string | null): NumberSettings {
  return {
    number: row.number as E164,
    label: row.label,
    carrier: row.carrier_id,
    forwardingNumber: row.forwarding_number as E164 | null,
    user,
    ladder: row.ladder,
    menu: menuOf(row.menu),
    hours: hoursOf(row.hours),
    closedLadder: row.closed_ladder?.length === 0 ? STRAIGHT_TO_VOICEMAIL : row.closed_ladder,
    ringSeconds: row.ring_seconds,
    callerId: row.caller_id,
    whisper: row.whisper,
    greeting: row.greeting,
    textBack: row.text_back === null ? null : { on: row.text_back.on, text: row.text_back.text },
    textsPerSecond: row.texts_per_second,
    recordCalls: row.record_calls,
    recordingNotice: row.recording_notice,
  };
}

/** When an account holds off callers who call without a word. */
export async function readSilentCallers(db: Db, accountId: string): Promise<SilentCallers> {
  const row = await db
    .selectFrom("account")
    .select("silent_callers")
    .where("id", "=", accountId)
    .executeTakeFirstOrThrow();
  return row.silent_callers;
}
