import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** What was sent is of no use after a month; what was not may be looked for a while longer. */
const SENT_DAYS = 30;
const GIVEN_UP_DAYS = 90;

/** Deletes old notices with their tries, a part at a time; gives how many. */
export async function forgetNotices(
  db: Kysely<Schema>,
  { now, most }: { now: number; most: number },
): Promise<number> {
  const { rows } = await sql`WITH old AS MATERIALIZED (
      SELECT account_id, id FROM notice
      WHERE next_try_at IS NULL AND created_at < ${new Date(now)}::timestamptz
        - make_interval(days => CASE WHEN state = 'sent' THEN ${SENT_DAYS}::int ELSE ${GIVEN_UP_DAYS}::int END)
        AND created_at < ${new Date(now)}::timestamptz - make_interval(days => ${SENT_DAYS}::int)
      ORDER BY created_at LIMIT ${most}
    )
    DELETE FROM notice n USING old WHERE n.account_id = old.account_id AND n.id = old.id RETURNING n.id`.execute(
    db,
  );
  return rows.length;
}
