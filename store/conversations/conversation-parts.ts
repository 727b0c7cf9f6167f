import { type RawBuilder, sql } from "kysely";

/** For a statement on `conversation c`: whose lead its phone is now (as for callers), and all phones of that lead. */
export const LEAD_OF_PHONE = sql`LEFT JOIN LATERAL (
    SELECT l.id, l.name, l.user_id, ARRAY(SELECT p.phone FROM lead_phone p
      WHERE p.account_id = l.account_id AND p.lead_id = l.id) AS phones
    FROM lead_phone f JOIN lead l ON l.account_id = f.account_id AND l.id = f.lead_id
    WHERE f.account_id = c.account_id AND f.phone = c.phone
    ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC, l.id DESC LIMIT 1) l ON true
  LEFT JOIN number n ON n.account_id = c.account_id AND n.number = c.number`;

/** Who is to answer: whoever it was given to, else the lead's user; for an unknown phone the number's user. */
export const OWNER_OF = sql`coalesce(c.owner_id, l.user_id, CASE WHEN l.id IS NULL THEN n.user_id END)`;

/** Whether a staff member may see it who sees their own alone. */
export function isConversationOf(staffId: string): RawBuilder<boolean> {
  const staff = sql`${staffId}::bigint`;
  return sql<boolean>`(c.owner_id = ${staff} OR l.user_id = ${staff} OR (l.id IS NULL AND n.user_id = ${staff}))`;
}

/** What came longer ago is unread for nobody: who joins a business does not find years of it. */
export const UNREAD_DAYS = 30;
