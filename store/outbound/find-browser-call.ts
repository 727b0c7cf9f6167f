import type pg from "pg";
import type { CallId } from "../../routing/values.ts";

/** The call from here in progress whose own leg has this id at the carrier; null where there is none. */
export async function findBrowserCall(
  db: Pick<pg.Pool, "query">,
  accountId: string,
  legId: string,
): Promise<CallId | null> {
  const { rows } = await db.query<{ id: CallId }>({
    name: "find-browser-call",
    text: `SELECT id FROM call WHERE account_id = $1 AND direction = 'outbound' AND outcome IS NULL
      AND state -> 'legs' -> 0 ->> 'carrierLegId' = $2`,
    values: [accountId, legId],
  });
  return rows[0]?.id ?? null;
}
