import { type Kysely, sql } from "kysely";
import type { HelpSettings } from "../../messages/help-settings.ts";
import type { Schema } from "../schema.ts";

export type HelpFacts = {
  help: HelpSettings | null;
  business: string;
  label: string | null;
  leadId: string | null;
  optedOut: boolean;
  isOurs: boolean;
  /** Whether they had such an answer since. */
  answered: boolean;
};

/** What the answer to HELP depends on; null: the number is not the account's. */
export async function readHelpFacts(
  db: Kysely<Schema>,
  { accountId, phone, number, since }: { accountId: string; phone: string; number: string; since: number },
): Promise<HelpFacts | null> {
  const { rows } = await sql<HelpFacts>`SELECT a.help, a.name AS business, n.label,
      (SELECT m.lead_id::text FROM text_message m WHERE m.account_id = a.id AND m.phone = ${phone}
        AND m.direction = 'in' ORDER BY m.created_at DESC LIMIT 1) AS "leadId",
      EXISTS (SELECT FROM opt_out o WHERE o.account_id = a.id AND o.phone = ${phone}) AS "optedOut",
      EXISTS (SELECT FROM number o WHERE o.number = ${phone}) AS "isOurs",
      EXISTS (SELECT FROM text_message m WHERE m.account_id = a.id AND m.phone = ${phone} AND m.kind = 'help'
        AND m.created_at > ${new Date(since)}) AS answered
    FROM account a JOIN number n ON n.account_id = a.id AND n.number = ${number}
    WHERE a.id = ${accountId}::bigint`.execute(db);
  return rows[0] ?? null;
}
