import { type RawBuilder, sql } from "kysely";
import type { CallRecord } from "../calls/call-record.ts";
import type { Outcome } from "../calls/call-state.ts";
import { isCallOf } from "./is-call-of.ts";
import type { Database } from "./open-database.ts";
import { recordFromRow } from "./read-call-row.ts";

export type CallFilter = {
  from?: string | undefined;
  to?: string | undefined;
  /** A business number: the one that was called, or by a call from here shown. */
  number?: string | undefined;
  direction?: "inbound" | "outbound" | undefined;
  disposition?: string | undefined;
  lead?: string | undefined;
  outcome?: Outcome | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  /** A staff member, whose calls alone are wanted (`isCallOf`). */
  onlyStaff?: string | undefined;
  /** A part of a phone or of the lead's name. */
  search?: string | undefined;
  /** Calls that rang at this staff member. */
  staff?: StaffOfCalls | undefined;
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
  if (filter.number !== undefined) calls = calls.where(isOnNumber(filter.number));
  if (filter.direction !== undefined) calls = calls.where("direction", "=", filter.direction);
  if (filter.disposition !== undefined) calls = calls.where(cameTo(filter.disposition));
  if (filter.lead !== undefined) calls = calls.where("lead_id", "=", sql.val(filter.lead));
  if (filter.outcome !== undefined) calls = calls.where("outcome", "=", filter.outcome);
  if (filter.since !== undefined) calls = calls.where("started_at", ">=", filter.since);
  if (filter.until !== undefined) calls = calls.where("started_at", "<", filter.until);
  if (filter.search !== undefined) calls = calls.where(isFound(filter.search));
  if (filter.staff !== undefined) calls = calls.where(rangAt(filter.staff));
  if (filter.onlyStaff !== undefined) calls = calls.where(isCallOf(filter.onlyStaff));
  const { after } = page;
  if (after !== null) {
    calls = calls.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("started_at", "id"), "<", tuple(after.startedAt, after.id)),
    );
  }
  return (await calls.execute()).map(recordFromRow);
}

/** One call; null where the account has none with this id, or with `onlyStaff` it is not one of theirs. */
export async function findCall(
  { query }: Database,
  accountId: string,
  id: string,
  onlyStaff?: string,
): Promise<CallRecord | null> {
  let calls = query.selectFrom("call").selectAll().where("account_id", "=", accountId).where("id", "=", id);
  if (onlyStaff !== undefined) calls = calls.where(isCallOf(onlyStaff));
  const row = await calls.executeTakeFirst();
  return row === undefined ? null : recordFromRow(row);
}

/** A call was swept at the latest after so long: older ones are not in progress, whatever they say. */
const LONGEST = "6 hours";
const SHOWN = 500;

/** Calls in progress, the newest first; only a staff member's own where one is given. */
export async function listOpenCalls(
  { query }: Database,
  accountId: string,
  onlyStaff: string | undefined,
): Promise<CallRecord[]> {
  let calls = query
    .selectFrom("call")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("outcome", "is", null)
    .where(sql<boolean>`last_event_at > now() - ${LONGEST}::interval`)
    .orderBy("started_at", "desc")
    .limit(SHOWN);
  if (onlyStaff !== undefined) calls = calls.where(isCallOf(onlyStaff));
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

function isOnNumber(number: string): RawBuilder<boolean> {
  return sql<boolean>`CASE direction WHEN 'outbound' THEN caller ELSE called END = ${number}`;
}

function cameTo(disposition: string): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT FROM call_note n WHERE n.account_id = call.account_id AND n.call_id = call.id
    AND n.disposition = ${disposition})`;
}

/** Calls keep who was rung by name and phone, as they were then. */
function rangAt({ name, phone }: StaffOfCalls): RawBuilder<boolean> {
  const legs = (["leadUser", "numberUser", "staff"] as const).flatMap((rung) => [
    [{ rung, who: name }],
    ...(phone === null ? [] : [[{ rung, destination: phone }]]),
  ]);
  const tests = legs.map((leg) => sql`state -> 'legs' @> ${JSON.stringify(leg)}::jsonb`);
  return sql<boolean>`(${sql.join(tests, sql` OR `)})`;
}

function isFound(search: string): RawBuilder<boolean> {
  const term = search.trim().replaceAll(/[\\%_]/g, "\\$&");
  const digits = /^[+()\d\s./-]+$/.test(term) ? term.replaceAll(/\D/g, "").replace(/^0+/, "") : "";
  const name = sql`lower(lead_name) LIKE lower(${`%${term}%`})`;
  if (digits.length < 3) return sql<boolean>`${name}`;
  const part = `%${digits}%`;
  return sql<boolean>`(caller LIKE ${part} OR called LIKE ${part} OR ${name})`;
}
