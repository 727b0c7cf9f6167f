import { type Kysely, sql } from "kysely";

/**
 * The block list gets a table of its own, so that a call finds its caller in it by key, and so do calls without a word.
 * Recordings of answered calls are taken in as those of messages are, whose columns they have (009).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // `caller` is a phone, or the beginning of phones with a star. In code order, whatever the database's own.
  `CREATE TABLE blocked_caller (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    caller text COLLATE "C" NOT NULL,
    note text,
    added_at timestamptz NOT NULL DEFAULT now(),
    added_by text,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, caller)
  )`,
  `INSERT INTO blocked_caller (account_id, caller)
    SELECT DISTINCT id, unnest(blocked_callers) FROM account`,
  // Nodes of the version before may still read it while they are replaced: it goes with a later migration.
  "ALTER TABLE account ALTER COLUMN blocked_callers SET DEFAULT '{}'",

  `CREATE TABLE silent_call (
    account_id bigint NOT NULL,
    phone text NOT NULL,
    at timestamptz NOT NULL,
    call_id uuid NOT NULL,
    PRIMARY KEY (account_id, phone, at, call_id),
    FOREIGN KEY (account_id, call_id) REFERENCES call (account_id, id) ON DELETE CASCADE
  )`,
  "CREATE INDEX silent_call_at ON silent_call (at)",
  // Deleting a call looks for its own.
  "CREATE INDEX silent_call_call ON silent_call (account_id, call_id)",

  // Read whole, by code.
  `ALTER TABLE account
    ADD COLUMN unverified_callers jsonb NOT NULL
      DEFAULT '{"B": "ring", "C": "ring", "failed": "ring", "none": "ring"}',
    ADD COLUMN silent_callers jsonb NOT NULL
      DEFAULT '{"holdOff": true, "calls": 5, "withinMinutes": 60, "forMinutes": 60, "leadsToo": false}'`,
  "ALTER TABLE call ADD COLUMN attestation text",

  `ALTER TABLE number ADD COLUMN record_calls boolean NOT NULL DEFAULT false,
    ADD COLUMN recording_notice text NOT NULL DEFAULT 'This call may be recorded.'`,
  `CREATE TABLE call_recording (
    account_id bigint NOT NULL,
    call_id uuid NOT NULL,
    seconds int NOT NULL,
    left_at timestamptz NOT NULL,
    recording_url text,
    fetch_state text NOT NULL DEFAULT 'waiting',
    tries int NOT NULL DEFAULT 0,
    next_try_at timestamptz DEFAULT now(),
    error text,
    bytes bigint,
    content_type text,
    place text,
    fetched_at timestamptz,
    carrier_copy text NOT NULL DEFAULT 'there',
    transcript_state text NOT NULL DEFAULT 'none',
    transcript text,
    PRIMARY KEY (account_id, call_id),
    FOREIGN KEY (account_id, call_id) REFERENCES call (account_id, id) ON DELETE CASCADE
  )`,
  "CREATE INDEX call_recording_due ON call_recording (next_try_at) WHERE next_try_at IS NOT NULL",
];
