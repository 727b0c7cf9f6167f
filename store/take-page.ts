import { type SelectQueryBuilder, sql } from "kysely";

/** Part of a list: those after a key, at most so many; or one by its key. */
export type Page = { after?: string | undefined; limit?: number; id?: string };

/** The part of a list that is asked for, in the order of its key's column, such as `n.id`. */
export function takePage<Tables, Table extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  column: string,
  page: Page,
): SelectQueryBuilder<Tables, Table, Row> {
  const key = sql.ref<string>(column);
  let part = query.orderBy(key);
  if (page.id !== undefined) part = part.where(key, "=", sql.val(page.id));
  if (page.after !== undefined) part = part.where(key, ">", sql.val(page.after));
  return page.limit === undefined ? part : part.limit(page.limit);
}
