import { type Kysely, sql } from "kysely";

/**
 * Messages that callers left. One is made in the statement that ends its call, so that none is lost; what is still to
 * be done for it (fetching the recording, deleting the carrier's copy) is due at `next_try_at`, and whoever does it
 * moves that time on first: of two processes only one does it, and where that one dies another follows.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE voicemail (
    account_id bigint NOT NULL,
    call_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'new',
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
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, call_id),
    FOREIGN KEY (account_id, call_id) REFERENCES call (account_id, id) ON DELETE CASCADE
  )`,
  // The new ones first, then the newest.
  "CREATE INDEX voicemail_list ON voicemail (account_id, (state <> 'new'), left_at DESC, call_id DESC)",
  "CREATE INDEX voicemail_due ON voicemail (next_try_at) WHERE next_try_at IS NOT NULL",

  "ALTER TABLE account ADD COLUMN delete_recordings_at_carrier boolean NOT NULL DEFAULT false",

  // What callers hear before they leave one: of the lead's user, else the number's, else the account's.
  "ALTER TABLE account ADD COLUMN greeting text",
  "ALTER TABLE number ADD COLUMN greeting text",
  "ALTER TABLE staff ADD COLUMN greeting text",
  `CREATE TABLE greeting (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id text NOT NULL,
    file_name text NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
  )`,

  // Messages from before: whatever the carrier still has is fetched.
  `INSERT INTO voicemail (account_id, call_id, state, seconds, left_at, recording_url)
    SELECT account_id, id, 'heard', (state -> 'recording' ->> 'seconds')::int, coalesce(ended_at, last_event_at),
      state -> 'recording' ->> 'url'
    FROM call WHERE outcome = 'voicemail' AND state -> 'recording' ->> 'seconds' IS NOT NULL`,
];
