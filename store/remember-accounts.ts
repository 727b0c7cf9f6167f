import type pg from "pg";
import { type AccountIndex, type AccountSnapshot, indexAccount } from "../directory/index-account.ts";
import { ACCOUNTS, GROUP_COLUMNS, NUMBERS, STAFF } from "./read-known-settings.ts";

type Queryable = Pick<pg.Pool, "query">;

/**
 * Settings of the accounts that were called, as calls need them. They are good for as long as the account's
 * `settings_version` is theirs, which every reading of facts asks (store/read-facts.ts): so what is remembered is never
 * what somebody has changed since, on whatever node.
 */
export type RememberedAccounts = {
  /** The account of a number; undefined where it is not remembered. */
  find(number: string): AccountIndex | undefined;
  /** Reads the accounts that have these numbers, and gives them by their numbers. */
  learn(pool: Queryable, numbers: readonly string[]): Promise<ReadonlyMap<string, AccountIndex>>;
  forget(account: AccountIndex): void;
};

/** More accounts at once are no node's: those called longest ago are read again when they are called. */
const MOST_ACCOUNTS = 1_000;

export function rememberAccounts(most = MOST_ACCOUNTS): RememberedAccounts {
  /** By account, in the order in which they were read. */
  const kept = new Map<string, { index: AccountIndex; numbers: string[] }>();
  const byNumber = new Map<string, AccountIndex>();

  function drop(accountId: string): void {
    const known = kept.get(accountId);
    if (known === undefined) return;
    kept.delete(accountId);
    for (const number of known.numbers) if (byNumber.get(number) === known.index) byNumber.delete(number);
  }

  function keep(index: AccountIndex, numbers: string[]): void {
    drop(index.account.id);
    kept.set(index.account.id, { index, numbers });
    for (const number of numbers) byNumber.set(number, index);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) drop(oldest);
  }

  return {
    find: (number) => byNumber.get(number),
    forget(account) {
      if (kept.get(account.account.id)?.index === account) drop(account.account.id);
    },
    async learn(pool, numbers) {
      const text = READ_ACCOUNTS;
      const { rows } = await pool.query<AccountSnapshot>({ name: "read-accounts", text, values: [numbers] });
      const learnt = new Map<string, AccountIndex>();
      for (const snapshot of rows) {
        const index = indexAccount(snapshot);
        const own = snapshot.numbers.map(({ number }) => number);
        keep(index, own);
        for (const number of own) learnt.set(number, index);
      }
      return learnt;
    },
  };
}

const all = (rows: string) => `(SELECT coalesce(json_agg(one), '[]') FROM (${rows}) one)`;

/** One statement: an account's parts and its version are of one moment. */
const READ_ACCOUNTS = `
  SELECT (SELECT row_to_json(one) FROM (${ACCOUNTS} WHERE id = called.account_id) one) AS account,
    ${all(`${NUMBERS} WHERE n.account_id = called.account_id`)} AS numbers,
    ${all(`${STAFF} WHERE account_id = called.account_id`)} AS staff,
    ${all(`SELECT ${GROUP_COLUMNS}, turn FROM ring_group WHERE account_id = called.account_id`)} AS groups
  FROM (SELECT DISTINCT number.account_id FROM number WHERE number.number = ANY ($1::text[])) called`;
