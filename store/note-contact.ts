import { type Kysely, sql } from "kysely";
import type { AccountId } from "../routing/values.ts";
import type { Schema } from "./schema.ts";

/**
 * Notes that somebody of the business was in contact with a lead, and who, where it was a staff member. What is older than
 * what is known changes nothing, so it may be noted again.
 */
export async function noteContact(
  db: Kysely<Schema>,
  { accountId, leadId }: { accountId: AccountId; leadId: string },
  contact: { at: number; staffId: string | null },
): Promise<void> {
  const at = new Date(contact.at);
  await sql`UPDATE lead SET
      last_contacted_at = greatest(last_contacted_at, ${at}),
      talked_user_id = CASE WHEN ${isNews(contact.staffId, at)} THEN ${contact.staffId}::bigint ELSE talked_user_id END,
      talked_at = CASE WHEN ${isNews(contact.staffId, at)} THEN ${at} ELSE talked_at END
    WHERE account_id = ${accountId} AND id = ${leadId}`.execute(db);
}

function isNews(staffId: string | null, at: Date) {
  return sql`${staffId}::bigint IS NOT NULL AND coalesce(talked_at < ${at}, true)`;
}
