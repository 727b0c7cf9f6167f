import type { CallRecord } from "../calls/call-record.ts";
import type { Outcome } from "../calls/call-state.ts";
import { isCallOf } from "./is-call-of.ts";
import type { Database } from "./open-database.ts";
import { recordFromRow } from "./read-call-row.ts";

export type CallFilter = {
  from?: string | undefined;
  to?: string | undefined;
  outcome?: Outcome | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  /** A staff member, whose calls alone are wanted (`isCallOf`). */
  onlyStaff?: string | undefined;
};

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
