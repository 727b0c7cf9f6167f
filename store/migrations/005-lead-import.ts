import { type Kysely, sql } from "kysely";

/**
 * Files of leads that are imported. The file itself is kept here, in parts, so that any node can work on it;
 * `done` counts the rows that are finished, in the same transaction as the leads that they made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE lead_import (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    file_name text NOT NULL,
    actor jsonb NOT NULL,
    state text NOT NULL,
    form jsonb,
    head jsonb,
    mapping jsonb,
    if_there text,
    rows int NOT NULL DEFAULT 0,
    done int NOT NULL DEFAULT 0,
    created int NOT NULL DEFAULT 0,
    updated int NOT NULL DEFAULT 0,
    unchanged int NOT NULL DEFAULT 0,
    refused int NOT NULL DEFAULT 0,
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    touched_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
  )`,

  `CREATE TABLE lead_import_part (
    account_id bigint NOT NULL,
    import_id bigint NOT NULL,
    position int NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (account_id, import_id, position),
    FOREIGN KEY (account_id, import_id) REFERENCES lead_import (account_id, id) ON DELETE CASCADE
  )`,

  `CREATE TABLE lead_import_refused (
    account_id bigint NOT NULL,
    import_id bigint NOT NULL,
    row int NOT NULL,
    cells jsonb NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (account_id, import_id, row),
    FOREIGN KEY (account_id, import_id) REFERENCES lead_import (account_id, id) ON DELETE CASCADE
  )`,

  // The leads that rows of the file have made or meant: no row of another name takes one of them over.
  `CREATE TABLE lead_import_lead (
    account_id bigint NOT NULL,
    import_id bigint NOT NULL,
    lead_id bigint NOT NULL,
    PRIMARY KEY (account_id, import_id, lead_id),
    FOREIGN KEY (account_id, import_id) REFERENCES lead_import (account_id, id) ON DELETE CASCADE
  )`,
];
