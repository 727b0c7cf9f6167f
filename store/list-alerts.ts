import { sql } from "kysely";
import type { Database } from "./open-database.ts";

export type ListedAlert = { id: string; callId: string | null; at: string; code: string; text: string };

/** Alerts of an account, the newest first; those before a key where one is given. */
export async function listAlerts(
  { query }: Database,
  accountId: string,
  page: { limit: number; after: string | undefined },
): Promise<ListedAlert[]> {
  let alerts = query
    .selectFrom("alert")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("id", "desc")
    .limit(page.limit);
  if (page.after !== undefined) alerts = alerts.where("id", "<", sql.val(page.after));
  return (await alerts.execute()).map(({ id, call_id: callId, at, code, text }) => ({
    id,
    callId,
    at: at.toISOString(),
    code,
    text,
  }));
}
