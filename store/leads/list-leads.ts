import { type Kysely, type RawBuilder, sql } from "kysely";
import type { CountryCode } from "../../directory/normalise-phone.ts";
import { LEAD_COLUMNS, LEAD_TABLES, type LeadRow, type ListedLead, leadOf } from "../read-leads.ts";
import type { Schema } from "../schema.ts";
import { type LeadFilter, whereFound, whereLeads } from "./lead-filter.ts";

type Db = Kysely<Schema>;

export const LEAD_SORTS = ["id", "name", "changedAt", "-changedAt", "-lastContactedAt"] as const;
export type LeadSort = (typeof LEAD_SORTS)[number];

/** Where a page ended: the last lead's place in the order, and its key. */
export type LeadCursor = { place: string; id: string };
export type LeadPage = { sort: LeadSort; limit: number; after: LeadCursor | null };

const MICROSECONDS = `YYYY-MM-DD"T"HH24:MI:SS.US"Z"`;

/** Each order as its index has it: what is compared, its text for a cursor, and the way. */
const ORDERS: Record<
  LeadSort,
  { key: RawBuilder<unknown>; text: RawBuilder<string>; type: string; down: boolean }
> = {
  id: { key: sql`0`, text: sql`'0'`, type: "int", down: false },
  name: { key: sql`l.search`, text: sql`l.search`, type: "text", down: false },
  changedAt: changed(false),
  "-changedAt": changed(true),
  "-lastContactedAt": {
    key: sql`l.contact_key`,
    text: sql`CASE WHEN l.last_contacted_at IS NULL THEN '-infinity'
      ELSE to_char(l.last_contacted_at AT TIME ZONE 'UTC', ${sql.lit(MICROSECONDS)}) END`,
    type: "timestamptz",
    down: true,
  },
};

function changed(down: boolean) {
  const text = sql<string>`to_char(l.changed_at AT TIME ZONE 'UTC', ${sql.lit(MICROSECONDS)})`;
  return { key: sql`l.changed_at`, text, type: "timestamptz", down };
}

/**
 * How many leads are looked at in the order asked for before they are looked up by what is searched for.
 * What one in a hundred has is found sooner so; what is rarer has so few that sorting them is quick.
 */
const LOOKED_AT = 10_000;

/** Leads of an account by filter and order, each with its place. Takes about as long for a million as for few. */
export async function listLeads(
  db: Db,
  account: { id: string; country: CountryCode },
  filter: LeadFilter,
  page: LeadPage,
): Promise<(ListedLead & { place: string })[]> {
  const found = whereFound(filter.search, account);
  const where = whereLeads(account.id, filter);
  if (found === null) return read(db, account.id, walk(where, page, page.limit, null), page);
  if (found.exact) return read(db, account.id, lookUp(where, page, found.where), page);
  const near = await read(db, account.id, walk(where, page, LOOKED_AT, found.where), page);
  if (near.length === page.limit) return near;
  return read(db, account.id, lookUp(where, page, found.where), page);
}

type PageOfKeys = RawBuilder<{ id: string; key: unknown }>;

/** Goes along the order's index, at most so far, and keeps what fits. */
function walk(
  where: RawBuilder<boolean>,
  page: LeadPage,
  far: number,
  found: RawBuilder<boolean> | null,
): PageOfKeys {
  const { key } = ORDERS[page.sort];
  const down = ORDERS[page.sort].down ? sql`DESC` : sql`ASC`;
  return sql`SELECT l.id, l.key FROM (
      SELECT l.id, ${key} AS key, l.search FROM lead l WHERE ${where} AND ${after(page)}
      ORDER BY ${order(page)} LIMIT ${far}) l
    WHERE ${found ?? sql`true`} ORDER BY l.key ${down}, l.id ${down} LIMIT ${page.limit}`;
}

/** Finds all that fit by the index of their parts, and sorts them. */
function lookUp(where: RawBuilder<boolean>, page: LeadPage, found: RawBuilder<boolean>): PageOfKeys {
  const { key } = ORDERS[page.sort];
  // Held apart, or the order's index would be walked to its end for what is hardly there.
  return sql`SELECT l.id, ${key} AS key FROM (
      SELECT * FROM lead l WHERE ${where} AND ${found} OFFSET 0) l
    WHERE ${after(page)} ORDER BY ${order(page)} LIMIT ${page.limit}`;
}

function order({ sort }: LeadPage): RawBuilder<unknown> {
  const { key, down } = ORDERS[sort];
  if (sort === "id") return sql`l.id`;
  return down ? sql`${key} DESC, l.id DESC` : sql`${key}, l.id`;
}

function after({ sort, after: last }: LeadPage): RawBuilder<boolean> {
  const { key, type, down } = ORDERS[sort];
  if (last === null) return sql`true`;
  if (sort === "id") return sql`l.id > ${last.id}::bigint`;
  const place = sql`${last.place}::${sql.raw(type)}`;
  return sql`(${key}, l.id) ${down ? sql`<` : sql`>`} (${place}, ${last.id}::bigint)`;
}

async function read(
  db: Db,
  accountId: string,
  keys: PageOfKeys,
  page: LeadPage,
): Promise<(ListedLead & { place: string })[]> {
  const { text } = ORDERS[page.sort];
  const down = ORDERS[page.sort].down ? sql`DESC` : sql`ASC`;
  const { rows } = await sql<LeadRow & { place: string }>`
    SELECT ${LEAD_COLUMNS}, ${text} AS place FROM (${keys}) page
    JOIN (${LEAD_TABLES}) ON l.id = page.id
    WHERE l.account_id = ${accountId} ORDER BY page.key ${down}, page.id ${down}`.execute(db);
  return rows.map((row) => ({ ...leadOf(row), place: row.place }));
}

/** Counted exactly up to here. */
const COUNTED = 10_000;

/** How many leads a filter finds: exactly up to ten thousand, beyond that as PostgreSQL estimates. */
export async function countLeads(
  db: Db,
  account: { id: string; country: CountryCode },
  filter: LeadFilter,
): Promise<{ count: number; exact: boolean }> {
  const found = whereFound(filter.search, account)?.where ?? sql`true`;
  const rows = sql`SELECT 1 FROM lead l WHERE ${whereLeads(account.id, filter)} AND ${found}`;
  const counted = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (${rows} LIMIT ${COUNTED + 1}) l`.execute(db);
  const count = counted.rows[0]?.count ?? 0;
  if (count <= COUNTED) return { count, exact: true };
  const explained = await sql<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>`
    EXPLAIN (FORMAT JSON) ${rows}`.execute(db);
  const estimate = explained.rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
  return { count: Math.max(estimate, COUNTED + 1), exact: false };
}
