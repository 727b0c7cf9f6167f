import { type RawBuilder, sql } from "kysely";

/**
 * The version of a row: when it was changed, in microseconds, as text. People and programs hand it back
 * to say which state they saw; nobody reads a time out of it.
 */
export function versionOf(table: string): RawBuilder<string> {
  return sql<string>`(extract(epoch FROM ${sql.ref(`${table}.changed_at`)}) * 1000000)::bigint::text`;
}

/**
 * The moment of a change. Not `now()`, which is when the transaction began: of two that wait for each
 * other, the later to write could seem the older.
 */
export const CHANGE_TIME: RawBuilder<Date> = sql<Date>`statement_timestamp()`;
