import { type Kysely, sql } from "kysely";
import type { CarrierSettings } from "../directory/carrier-schema.ts";
import { accountColumns, numberColumns, staffColumns } from "../directory/settings-as-rows.ts";
import {
  type AccountSettings,
  type GroupSettings,
  type NumberSettings,
  STRAIGHT_TO_VOICEMAIL,
  type StaffSettings,
} from "../directory/settings-schema.ts";
import { CHANGE_TIME } from "./read-version.ts";
import type { Schema } from "./schema.ts";
import { writeBlockedCallers } from "./unwanted/keep-blocked.ts";

/** One thing to write: over the row with this key, or as a new row. */
export type Writing<T> = {
  id: string | null;
  settings: T;
  /** The key of a new row that was there before. */
  restoredId?: string | undefined;
};

type Db = Kysely<Schema>;

/** Writes an account's own settings; gives its key. */
export async function writeAccount(db: Db, id: string | null, account: AccountSettings): Promise<string> {
  const values = {
    slug: account.slug,
    default_outbound_number: account.defaultOutboundNumber,
    delete_recordings_at_carrier: account.deleteRecordingsAtCarrier,
    text_back: JSON.stringify(account.textBack),
    callbacks: JSON.stringify(account.callbacks),
    outbound: JSON.stringify(account.outbound),
    dispositions: account.dispositions,
    help: JSON.stringify(account.help),
    ...accountColumns(account),
    unverified_callers: JSON.stringify(account.unverifiedCallers),
    silent_callers: JSON.stringify(account.silentCallers),
    changed_at: CHANGE_TIME,
  };
  const written =
    id === null
      ? db.insertInto("account").values(values).returning("id")
      : db.updateTable("account").set(values).where("id", "=", id).returning("id");
  const accountId = (await written.executeTakeFirstOrThrow()).id;
  await writeBlockedCallers(db, accountId, account.blockedCallers);
  return accountId;
}

export async function writeCarriers(
  db: Db,
  accountId: string,
  carriers: readonly CarrierSettings[],
): Promise<void> {
  for (const carrier of carriers) {
    const { publicKey, previousAuthToken, signingKey, previousSigningKey } = carrier;
    const { apiKeySid, apiKeySecret, applicationSid } = carrier;
    const credentials = {
      ...{ publicKey, previousAuthToken, signingKey, previousSigningKey },
      ...{ apiKeySid, apiKeySecret, applicationSid },
    };
    const kept = Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== null));
    const values = {
      kind: carrier.kind,
      account_sid: carrier.accountSid ?? "",
      auth_token: carrier.authToken ?? "",
      credentials: JSON.stringify(kept),
      api_base_url: carrier.apiBaseUrl,
      texts_per_second: carrier.textsPerSecond,
      changed_at: CHANGE_TIME,
    };
    await db
      .insertInto("carrier")
      .values({ account_id: accountId, id: carrier.id, ...values })
      // Only over the account's own: another's with this id is a conflict that must be seen.
      .onConflict((conflict) => conflict.columns(["account_id", "id"]).doUpdateSet(values))
      .execute();
    await db
      .insertInto("carrier_pace")
      .values({ account_id: accountId, carrier_id: carrier.id, next_at: new Date(0) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Writes staff members in one statement for the new ones and one for those that are there. Gives keys in order. */
export async function writeStaff(
  db: Db,
  accountId: string,
  staff: readonly Writing<StaffSettings>[],
): Promise<void> {
  await writeRows(db, accountId, "staff", STAFF_COLUMNS, staff, ({ id, restoredId, settings }) => ({
    id,
    restored_id: restoredId,
    email: settings.email,
    role: settings.role,
    ...staffColumns(settings),
    hours: settings.hours,
    days_off: settings.daysOff,
    away_until: settings.awayUntil,
    notify: settings.notify,
    callback_place: settings.callbackPlace,
  }));
}

/** Writes numbers; the e-mails of their users must be those of staff members already written. */
export async function writeNumbers(
  db: Db,
  accountId: string,
  numbers: readonly Writing<NumberSettings>[],
): Promise<void> {
  const users = await readStaffKeys(db, accountId);
  await writeRows(db, accountId, "number", NUMBER_COLUMNS, numbers, ({ id, restoredId, settings }) => ({
    id,
    restored_id: restoredId,
    carrier_id: settings.carrier,
    user_id: keyOf(users, settings.user),
    ...numberColumns(settings),
    hours: settings.hours,
    text_back: settings.textBack,
    texts_per_second: settings.textsPerSecond,
    menu: settings.menu,
    menu_rungs: settings.menu?.choices.flatMap(({ to }) => (to === STRAIGHT_TO_VOICEMAIL ? [] : to)) ?? null,
  }));
}

/**
 * Writes an account's ring groups, in their order; those not among them go. Their members must be staff members already
 * written. Whose turn it is stays.
 */
export async function writeGroups(
  db: Db,
  accountId: string,
  groups: readonly GroupSettings[],
): Promise<void> {
  const staff = await readStaffKeys(db, accountId);
  const rows = groups.map(({ id, name, order, ringSeconds, members }, position) => ({
    id,
    position,
    name,
    ring_order: order,
    ring_seconds: ringSeconds,
    members: members.map((email) => keyOf(staff, email)),
  }));
  const ids = groups.map(({ id }) => id);
  await sql`DELETE FROM ring_group WHERE account_id = ${accountId} AND id <> ALL (${ids}::text[])`.execute(
    db,
  );
  await sql`INSERT INTO ring_group (account_id, id, position, name, ring_order, ring_seconds, members)
    SELECT ${accountId}, id, position, name, ring_order, ring_seconds, members
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS given (id text, position int, name text, ring_order text, ring_seconds int, members bigint[])
    ON CONFLICT (account_id, id) DO UPDATE SET position = excluded.position, name = excluded.name,
      ring_order = excluded.ring_order, ring_seconds = excluded.ring_seconds, members = excluded.members`.execute(
    db,
  );
}

/** The keys of an account's staff by e-mail. */
export async function readStaffKeys(db: Db, accountId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("staff")
    .select(["email", "id"])
    .where("account_id", "=", accountId)
    .execute();
  return new Map(rows.map(({ email, id }) => [email, id]));
}

/** The key of a staff member who was checked to be there; null for none. */
export function keyOf(keys: ReadonlyMap<string, string>, email: string | null): string | null {
  if (email === null) return null;
  const key = keys.get(email);
  if (key === undefined) throw new Error(`no staff member ${email}`);
  return key;
}

const STAFF_COLUMNS = {
  email: "text",
  name: "text",
  phone: "text",
  role: "text",
  active: "boolean",
  ring_seconds: "int",
  screening: "boolean",
  caller_id: "text",
  hours: "jsonb",
  days_off: "jsonb",
  away_until: "timestamptz",
  notify: "jsonb",
  greeting: "text",
  callback_place: "int",
};

const NUMBER_COLUMNS = {
  number: "text",
  label: "text",
  carrier_id: "text",
  forwarding_number: "text",
  user_id: "bigint",
  ladder: "text[]",
  ring_seconds: "int",
  caller_id: "text",
  whisper: "text",
  closed_ladder: "text[]",
  hours: "jsonb",
  menu: "jsonb",
  menu_rungs: "text[]",
  greeting: "text",
  text_back: "jsonb",
  texts_per_second: "int",
  record_calls: "boolean",
  recording_notice: "text",
};

async function writeRows<T>(
  db: Db,
  accountId: string,
  table: "staff" | "number",
  columns: Record<string, string>,
  items: readonly T[],
  rowOf: (item: T) => { id: string | null } & Record<string, unknown>,
): Promise<void> {
  const rows = items.map(rowOf);
  const created = rows.filter(({ id }) => id === null);
  const changed = rows.filter(({ id }) => id !== null);
  const names = Object.keys(columns);
  const list = sql.raw(names.join(", "));
  const shape = sql.raw(
    `id bigint, restored_id bigint, ${names.map((name) => `${name} ${columns[name]}`).join(", ")}`,
  );
  if (created.length > 0) {
    await sql`INSERT INTO ${sql.table(table)} (account_id, id, ${list}) OVERRIDING SYSTEM VALUE
      SELECT ${accountId}, coalesce(restored_id, nextval(pg_get_serial_sequence(${table}, 'id'))), ${list} FROM jsonb_to_recordset(${JSON.stringify(created)}::jsonb) AS given (${shape})`.execute(
      db,
    );
  }
  if (changed.length > 0) {
    const set = sql.raw(names.map((name) => `${name} = given.${name}`).join(", "));
    await sql`UPDATE ${sql.table(table)} AS kept SET ${set}, changed_at = ${CHANGE_TIME}
      FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS given (${shape})
      WHERE kept.account_id = ${accountId} AND kept.id = given.id`.execute(db);
  }
}
