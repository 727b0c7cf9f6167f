import { type Kysely, sql } from "kysely";

/** Calls from the app: what was noted of a call, the account's limits and words, and who has called how often. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // JSON that is read whole (outbound/outbound-settings.ts); null: as it is by default.
  "ALTER TABLE account ADD COLUMN outbound jsonb, ADD COLUMN dispositions text[]",

  // Beside the call, whose own row is written by its events alone. Without a foreign key, as calls are.
  `CREATE TABLE call_note (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    call_id uuid NOT NULL,
    disposition text,
    note text,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    PRIMARY KEY (account_id, call_id)
  )`,
  "CREATE INDEX call_note_disposition ON call_note (account_id, disposition) WHERE disposition IS NOT NULL",

  // None holds a column that an event of a call changes before its end, so those writes stay within their page.
  "CREATE INDEX call_outbound ON call (account_id, started_at) WHERE direction = 'outbound'",
  // A lead's calls, and the first of them: by which number the business and they had to do with each other.
  "CREATE INDEX call_lead ON call (account_id, lead_id, started_at) WHERE lead_id IS NOT NULL",
  "CREATE INDEX call_outbound_open ON call (started_at) WHERE direction = 'outbound' AND outcome IS NULL",
];
