import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** The number of our advisory locks on callers. */
const CALLERS = 2;

/**
 * What is decided about one caller is decided one thing after another until the transaction ends, also by several
 * processes: each sees what the other did. Else a call that nobody answered and one that was answered, looked at in the
 * same moment, would not know of each other. The phone first and then the lead, so that nobody waits in a circle.
 */
export async function lockCaller(
  db: Kysely<Schema>,
  { accountId, phone, leadId }: { accountId: string; phone: string | null; leadId: string | null },
): Promise<void> {
  for (const who of [phone, leadId === null ? null : `lead ${leadId}`]) {
    if (who !== null)
      await sql`SELECT pg_advisory_xact_lock(${CALLERS}, hashtext(${`${accountId} ${who}`}))`.execute(db);
  }
}
