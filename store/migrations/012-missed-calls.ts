import { type Kysely, sql } from "kysely";

/**
 * What follows a call's end. `call_follow_up` gets a row in the statement that ends the call, so that nothing that is to
 * be done for it is lost, and loses it when everything is done. Texts in and out, who wants none, callers whom somebody
 * should call back, and when somebody last talked to a phone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Without a foreign key, as calls are: it is written in the statement that a carrier waits for.
  `CREATE TABLE call_follow_up (
    account_id bigint NOT NULL,
    call_id uuid NOT NULL,
    outcome text NOT NULL,
    ended_at timestamptz NOT NULL,
    next_try_at timestamptz,
    tries int NOT NULL DEFAULT 0,
    error text,
    PRIMARY KEY (account_id, call_id)
  )`,
  "CREATE INDEX call_follow_up_due ON call_follow_up (next_try_at) WHERE next_try_at IS NOT NULL",
];
