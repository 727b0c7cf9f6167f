import { type RawBuilder, sql } from "kysely";

/** For a statement: the phones of a caller, all of them where it is a lead. */
export function phonesOf(
  accountId: string,
  leadId: string | null,
  phone: string | null,
): RawBuilder<string[]> {
  return sql<string[]>`(ARRAY(SELECT p.phone FROM lead_phone p WHERE p.account_id = ${accountId}::bigint
    AND p.lead_id = ${leadId}::bigint) || ARRAY(SELECT ${phone}::text WHERE ${phone}::text IS NOT NULL))`;
}
