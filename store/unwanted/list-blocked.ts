import { sql } from "kysely";
import type { Database } from "../open-database.ts";

/** An entry of the block list as it is shown. `addedBy`: null where it came with a file. */
export type ListedBlocked = { caller: string; note: string | null; addedAt: Date; addedBy: string | null };

/** The block list in the order of its phones, those after one where it is given; only what fits a search. */
export async function listBlocked(
  { query }: Database,
  accountId: string,
  page: { limit: number; after: string | undefined; search: string | undefined },
): Promise<ListedBlocked[]> {
  let rows = query
    .selectFrom("blocked_caller")
    .select(["caller", "note", "added_at as addedAt", "added_by as addedBy"])
    .where("account_id", "=", accountId)
    .orderBy("caller")
    .limit(page.limit);
  if (page.after !== undefined) rows = rows.where("caller", ">", page.after);
  if (page.search !== undefined) rows = rows.where(isFound(page.search));
  return rows.execute();
}

/** A part of the note; or of the phone, however it is written, or a phone that a pattern covers. */
function isFound(search: string) {
  const term = search.trim().replaceAll(/[\\%_]/g, "\\$&");
  const digits = search.replaceAll(/\D/g, "").replace(/^0+/, "");
  const note = sql<boolean>`lower(note) LIKE lower(${`%${term}%`})`;
  if (digits === "" || !/^[+()\d\s./*-]+$/.test(search)) return note;
  return sql<boolean>`(${note} OR caller LIKE ${`%${digits}%`}
    OR (caller LIKE '%*' AND starts_with(${`+${digits}`}, rtrim(caller, '*'))))`;
}
