import { type Kysely, sql } from "kysely";

/**
 * Telling people and other programs. A notice is one event for one recipient by one channel; its key keeps it from being
 * made twice. What is to be sent is due at `next_try_at`, and whoever sends it moves that time on first, as with messages
 * (009). Alerts, messages and callbacks that change hands are told of once: `told` says that their notices are made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE webhook (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    url text NOT NULL,
    events text[] NOT NULL,
    description text,
    active boolean NOT NULL,
    secret text NOT NULL,
    previous_secret text,
    previous_secret_until timestamptz,
    failing_since timestamptz,
    stopped_at timestamptz,
    stopped_why text,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
  )`,
  "CREATE UNIQUE INDEX webhook_url ON webhook (account_id, url)",

  `CREATE TABLE notice (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL,
    event text NOT NULL,
    channel text NOT NULL,
    recipient text NOT NULL,
    staff_id bigint,
    webhook_id bigint,
    call_id uuid,
    subject text NOT NULL,
    content jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    tries int NOT NULL DEFAULT 0,
    next_try_at timestamptz DEFAULT now(),
    give_up_from timestamptz NOT NULL DEFAULT now(),
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, webhook_id) REFERENCES webhook (account_id, id) ON DELETE CASCADE
  )`,
  "CREATE UNIQUE INDEX notice_key ON notice (account_id, key)",
  "CREATE INDEX notice_due ON notice (channel, next_try_at) WHERE next_try_at IS NOT NULL",
  "CREATE INDEX notice_webhook ON notice (account_id, webhook_id) WHERE webhook_id IS NOT NULL",
  "CREATE INDEX notice_old ON notice (created_at)",

  // What came of each try.
  `CREATE TABLE notice_try (
    account_id bigint NOT NULL,
    notice_id bigint NOT NULL,
    number int NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    ms int NOT NULL,
    status int,
    answer text,
    error text,
    PRIMARY KEY (account_id, notice_id, number),
    FOREIGN KEY (account_id, notice_id) REFERENCES notice (account_id, id) ON DELETE CASCADE
  )`,

  // What was there before is not told of any more.
  "ALTER TABLE alert ADD COLUMN told boolean NOT NULL DEFAULT true",
  "ALTER TABLE alert ALTER COLUMN told SET DEFAULT false",
  "CREATE INDEX alert_untold ON alert (account_id, id) WHERE NOT told",
  "ALTER TABLE voicemail ADD COLUMN told boolean NOT NULL DEFAULT true",
  "ALTER TABLE voicemail ALTER COLUMN told SET DEFAULT false",
  "CREATE INDEX voicemail_untold ON voicemail (account_id, left_at) WHERE NOT told",

  "ALTER TABLE callback_event ADD COLUMN told boolean NOT NULL DEFAULT true",
  "ALTER TABLE callback_event ALTER COLUMN told SET DEFAULT false",
  "CREATE INDEX callback_event_untold ON callback_event (account_id, id) WHERE NOT told AND kind = 'escalated'",

  // What a staff member is told of; null: as everybody is unless they choose. The day of their last digest.
  "ALTER TABLE staff ADD COLUMN notify jsonb, ADD COLUMN digest_day date",
];
