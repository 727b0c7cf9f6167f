import { type Kysely, sql } from "kysely";
import type { LeadSettings } from "../directory/settings-schema.ts";
import { CHANGE_TIME } from "./read-version.ts";
import type { Schema } from "./schema.ts";
import { keyOf, readStaffKeys, type Writing } from "./write-settings.ts";

const CHUNK = 10_000;

/**
 * Writes leads with their phones, a few statements for each ten thousand. Gives their keys in the order
 * given; new ones get ascending keys, which decide between leads changed at the same moment.
 */
export async function writeLeads(
  db: Kysely<Schema>,
  accountId: string,
  leads: readonly Writing<LeadSettings>[],
): Promise<string[]> {
  const users = await readStaffKeys(db, accountId);
  const keys: string[] = [];
  for (let start = 0; start < leads.length; start += CHUNK) {
    const chunk = leads.slice(start, start + CHUNK);
    const fresh = await takeKeys(db, chunk.filter(({ id, restoredId }) => (id ?? restoredId) == null).length);
    let next = 0;
    const rows = chunk.map(({ id, restoredId, settings }) => ({
      id: id ?? restoredId ?? fresh[next++] ?? "",
      isNew: id === null,
      user: keyOf(users, settings.assignedTo),
      settings,
    }));
    await writeRows(
      db,
      accountId,
      rows.filter(({ isNew }) => isNew),
      "insert",
    );
    await writeRows(
      db,
      accountId,
      rows.filter(({ isNew }) => !isNew),
      "update",
    );
    await writePhones(db, accountId, rows);
    keys.push(...rows.map(({ id }) => id));
  }
  return keys;
}

type Row = { id: string; user: string | null; settings: LeadSettings };

async function takeKeys(db: Kysely<Schema>, count: number): Promise<string[]> {
  if (count === 0) return [];
  // The sequence is looked up once (MATERIALIZED), not for each key.
  const { rows } = await sql<{ id: string }>`
    WITH keys AS MATERIALIZED (SELECT pg_get_serial_sequence('lead', 'id')::regclass AS sequence)
    SELECT nextval(sequence)::text AS id FROM keys, generate_series(1, ${count})`.execute(db);
  return rows.map(({ id }) => id);
}

async function writeRows(
  db: Kysely<Schema>,
  accountId: string,
  rows: readonly Row[],
  how: "insert" | "update",
): Promise<void> {
  if (rows.length === 0) return;
  const given = sql`unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ settings }) => settings.name)}::text[],
    ${rows.map(({ user }) => user)}::bigint[], ${rows.map(({ settings }) => settings.blocked)}::boolean[],
    ${rows.map(({ settings }) => settings.lastContactedAt)}::timestamptz[],
    ${rows.map(({ settings }) => searchOf(settings))}::text[],
    ${rows.map(({ settings }) => settings.consent?.source ?? null)}::text[],
    ${rows.map(({ settings }) => settings.consent?.at ?? null)}::timestamptz[])
    AS given (id, name, user_id, blocked, last_contacted_at, search, consent_source, consent_at)`;
  if (how === "insert") {
    await sql`INSERT INTO lead (account_id, id, name, user_id, blocked, last_contacted_at, search, consent_source, consent_at)
      OVERRIDING SYSTEM VALUE
      SELECT ${accountId}, id, name, user_id, blocked, last_contacted_at, lower(name) || search,
        consent_source, consent_at FROM ${given}`.execute(db);
    return;
  }
  await sql`UPDATE lead SET name = given.name, user_id = given.user_id, blocked = given.blocked,
    last_contacted_at = given.last_contacted_at, search = lower(given.name) || given.search,
    consent_source = given.consent_source, consent_at = given.consent_at, changed_at = ${CHANGE_TIME}
    FROM ${given} WHERE lead.account_id = ${accountId} AND lead.id = given.id`.execute(db);
}

/** What is searched besides the name: each phone on a line, so that no part reaches over two. */
function searchOf({ phones }: LeadSettings): string {
  return phones.map((phone) => `\n${phone}`).join("");
}

async function writePhones(db: Kysely<Schema>, accountId: string, rows: readonly Row[]): Promise<void> {
  const phones = rows.flatMap(({ id, settings }) =>
    settings.phones.map((phone, position) => ({ id, phone, position })),
  );
  await sql`DELETE FROM lead_phone WHERE account_id = ${accountId}
    AND lead_id = ANY (${rows.map(({ id }) => id)}::bigint[])`.execute(db);
  await sql`INSERT INTO lead_phone (account_id, phone, lead_id, position)
    SELECT ${accountId}, given.* FROM unnest(${phones.map(({ phone }) => phone)}::text[],
      ${phones.map(({ id }) => id)}::bigint[], ${phones.map(({ position }) => position)}::int[])
      AS given (phone, lead_id, position)`.execute(db);
}
