import { type RawBuilder, sql } from "kysely";

/**
 * Whether an entry of an account's block list covers a phone, as SQL: each entry that could is looked up by its key, however
 * long the list is. Both are columns of the statement around it.
 */
export function isOnBlockList(accountId: string, phone: string): RawBuilder<boolean> {
  const [account, whose] = [sql.ref(accountId), sql.ref(phone)];
  return sql`EXISTS (SELECT FROM blocked_caller b WHERE b.account_id = ${account} AND b.caller = ANY (
    ARRAY(SELECT left(${whose}, n) || '*' FROM generate_series(2, length(${whose})) n) || ${whose}))`;
}
