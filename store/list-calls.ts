import { type RawBuilder, sql } from "kysely";
import type { CallRecord } from "../calls/call-record.ts";
import type { Outcome } from "../calls/call-state.ts";
import type { Database } from "./open-database.ts";
import { recordFromRow } from "./read-call-row.ts";

export type CallFilter = {
  from?: string | undefined;
  to?: string | undefined;
  outcome?: Outcome | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  /** A part of a phone or of the lead's name. */
  search?: string | undefined;
  /** Calls that rang at this staff member. */
  staff?: StaffOfCalls | undefined;
  /** Only what this staff member may see: calls that rang at them, and calls of their leads. */
  own?: StaffOfCalls | undefined;
};

/** A staff member as calls know them: by the phone and the name that were rung. */
export type StaffOfCalls = { id: string; name: string; phone: string | null };

/** Where a page ended: the last call's start and id. */
export type CallCursor = { startedAt: Date; id: string };

/** Calls of an account, the newest first. `since` is included, `until` is not. */
export async function listCalls(
  { query }: Database,
  accountId: string,
  filter: CallFilter,
  page: { limit: number; after: CallCursor | null },
): Promise<CallRecord[]> {
  let calls = query
    .selectFrom("call")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("started_at", "desc")
    .orderBy("id", "desc")
    .limit(page.limit);
  if (filter.from !== undefined) calls = calls.where("caller", "=", filter.from);
  if (filter.to !== undefined) calls = calls.where("called", "=", filter.to);
  if (filter.outcome !== undefined) calls = calls.where("outcome", "=", filter.outcome);
  if (filter.since !== undefined) calls = calls.where("started_at", ">=", filter.since);
  if (filter.until !== undefined) calls = calls.where("started_at", "<", filter.until);
  if (filter.search !== undefined) calls = calls.where(isFound(filter.search));
  if (filter.staff !== undefined) calls = calls.where(rangAt(filter.staff));
  if (filter.own !== undefined) calls = calls.where(isOwn(accountId, filter.own));
  const { after } = page;
  if (after !== null) {
    calls = calls.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("started_at", "id"), "<", tuple(after.startedAt, after.id)),
    );
  }
  return (await calls.execute()).map(recordFromRow);
}

/** One call; null where the account has none with this id. */
export async function findCall(
  { query }: Database,
  accountId: string,
  id: string,
): Promise<CallRecord | null> {
  const row = await query
    .selectFrom("call")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : recordFromRow(row);
}

/** A call was swept at the latest after so long: older ones are not in progress, whatever they say. */
const LONGEST = "6 hours";
const SHOWN = 500;

/** Calls in progress, the newest first; only a staff member's own where one is given. */
export async function listOpenCalls(
  database: Database,
  accountId: string,
  only: string | null,
): Promise<CallRecord[]> {
  const { query } = database;
  const own = only === null ? null : await findStaffOfCalls(database, accountId, only);
  if (only !== null && own === null) return [];
  let calls = query
    .selectFrom("call")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("outcome", "is", null)
    .where(sql<boolean>`last_event_at > now() - ${LONGEST}::interval`)
    .orderBy("started_at", "desc")
    .limit(SHOWN);
  if (own !== null) calls = calls.where(isOwn(accountId, own));
  return (await calls.execute()).map(recordFromRow);
}

export async function findStaffOfCalls(
  { query }: Database,
  accountId: string,
  id: string,
): Promise<StaffOfCalls | null> {
  const row = await query
    .selectFrom("staff")
    .select(["id", "name", "phone"])
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .executeTakeFirst();
  return row ?? null;
}

/** Calls keep who was rung by name and phone, as they were then. */
function rangAt({ name, phone }: StaffOfCalls): RawBuilder<boolean> {
  const legs = (["leadUser", "numberUser"] as const).flatMap((rung) => [
    [{ rung, who: name }],
    ...(phone === null ? [] : [[{ rung, destination: phone }]]),
  ]);
  const tests = legs.map((leg) => sql`state -> 'legs' @> ${JSON.stringify(leg)}::jsonb`);
  return sql<boolean>`(${sql.join(tests, sql` OR `)})`;
}

function isOwn(accountId: string, staff: StaffOfCalls): RawBuilder<boolean> {
  return sql<boolean>`(${rangAt(staff)} OR lead_id IN
    (SELECT l.id FROM lead l WHERE l.account_id = ${accountId} AND l.user_id = ${staff.id}))`;
}

function isFound(search: string): RawBuilder<boolean> {
  const term = search.trim().replaceAll(/[\\%_]/g, "\\$&");
  const digits = /^[+()\d\s./-]+$/.test(term) ? term.replaceAll(/\D/g, "").replace(/^0+/, "") : "";
  const name = sql`lower(lead_name) LIKE lower(${`%${term}%`})`;
  if (digits.length < 3) return sql<boolean>`${name}`;
  const part = `%${digits}%`;
  return sql<boolean>`(caller LIKE ${part} OR called LIKE ${part} OR ${name})`;
}
