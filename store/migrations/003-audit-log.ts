import { type Kysely, sql } from "kysely";

/**
 * Who changed what: an entry is written in the transaction of the change itself. `version` is the one
 * that the thing had after it, so that undoing can tell whether it was changed since.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE audit_entry (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    section text NOT NULL,
    item_id text,
    item_name text NOT NULL,
    action text NOT NULL,
    before jsonb,
    after jsonb,
    also jsonb,
    version text,
    undoes bigint,
    undone_by bigint,
    PRIMARY KEY (account_id, id)
  )`,
  "CREATE INDEX audit_entry_item ON audit_entry (account_id, section, item_id, id)",

  // The leads that one entry touched all at once, each with whose it was: undoing gives them back.
  `CREATE TABLE audit_lead (
    account_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    lead_id bigint NOT NULL,
    user_id bigint,
    PRIMARY KEY (account_id, entry_id, lead_id),
    FOREIGN KEY (account_id, entry_id) REFERENCES audit_entry (account_id, id) ON DELETE CASCADE
  )`,
];
