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

  // When somebody last talked to a phone, so that nobody is called back or texted who was talked to meanwhile.
  `CREATE TABLE talk (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    phone text NOT NULL,
    at timestamptz NOT NULL,
    call_id uuid NOT NULL,
    who text NOT NULL,
    PRIMARY KEY (account_id, phone)
  )`,

  // Texts in and out. `next_try_at`: when something is to be done for it; null: nothing is.
  `CREATE TABLE text_message (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    direction text NOT NULL,
    kind text NOT NULL,
    number text NOT NULL,
    phone text NOT NULL,
    lead_id bigint,
    call_id uuid,
    carrier_id text,
    carrier_message_id text,
    body text NOT NULL,
    segments int NOT NULL,
    state text NOT NULL,
    error_code text,
    error text,
    dedupe_key text,
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    next_try_at timestamptz,
    created_at timestamptz NOT NULL,
    sending_at timestamptz,
    sent_at timestamptz,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, lead_id) REFERENCES lead (account_id, id) ON DELETE SET NULL (lead_id),
    UNIQUE (account_id, dedupe_key),
    UNIQUE (account_id, carrier_id, carrier_message_id)
  )`,
  "CREATE INDEX text_message_due ON text_message (account_id, number, next_try_at) WHERE next_try_at IS NOT NULL",
  "CREATE INDEX text_message_phone ON text_message (account_id, phone, created_at DESC)",
  "CREATE INDEX text_message_call ON text_message (account_id, call_id) WHERE call_id IS NOT NULL",
  "CREATE INDEX text_message_lead ON text_message (account_id, lead_id) WHERE lead_id IS NOT NULL",

  // Each number that texts are sent from, and when the next may go: its row is locked by whoever sends from it.
  `CREATE TABLE text_pace (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    number text NOT NULL,
    next_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, number)
  )`,

  // Who wants no texts. `source`: a text of theirs, the carrier, or a person of the business.
  `CREATE TABLE opt_out (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    phone text NOT NULL,
    since timestamptz NOT NULL,
    source text NOT NULL,
    said text,
    PRIMARY KEY (account_id, phone)
  )`,

  // What was decided about texting back after a call; `reason` is null where a text was planned.
  `CREATE TABLE text_back (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    call_id uuid NOT NULL,
    at timestamptz NOT NULL,
    reason text,
    text text,
    message_id bigint,
    PRIMARY KEY (account_id, call_id)
  )`,

  // Callers whom somebody should call back: one open entry for a lead, or for the phone of an unknown caller. who says
  // which, and stays when the lead is removed, which must not fail over another entry for the same phone.
  `CREATE TABLE callback (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    who text NOT NULL,
    lead_id bigint,
    phone text NOT NULL,
    number text NOT NULL,
    state text NOT NULL DEFAULT 'open',
    owner_id bigint,
    calls int NOT NULL DEFAULT 1,
    opened_at timestamptz NOT NULL,
    last_call_id uuid NOT NULL,
    last_call_at timestamptz NOT NULL,
    last_outcome text NOT NULL,
    closed_at timestamptz,
    closed_by text,
    closed_why text,
    note text,
    escalate_at timestamptz,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, lead_id) REFERENCES lead (account_id, id) ON DELETE SET NULL (lead_id),
    FOREIGN KEY (account_id, owner_id) REFERENCES staff (account_id, id) ON DELETE SET NULL (owner_id)
  )`,
  "CREATE UNIQUE INDEX callback_open ON callback (account_id, who) WHERE state = 'open'",
  "CREATE INDEX callback_list ON callback (account_id, state, opened_at, id)",
  "CREATE INDEX callback_lead ON callback (account_id, lead_id)",
  "CREATE INDEX callback_owner ON callback (account_id, owner_id) WHERE state = 'open'",
  "CREATE INDEX callback_due ON callback (escalate_at) WHERE escalate_at IS NOT NULL",
  `CREATE TABLE callback_call (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    call_id uuid NOT NULL,
    callback_id bigint NOT NULL,
    PRIMARY KEY (account_id, call_id),
    FOREIGN KEY (account_id, callback_id) REFERENCES callback (account_id, id) ON DELETE CASCADE
  )`,
  // What happened to an entry: when, what, by whom, and who had it then.
  `CREATE TABLE callback_event (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    callback_id bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    actor text,
    owner_id bigint,
    text text NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, callback_id) REFERENCES callback (account_id, id) ON DELETE CASCADE
  )`,
  "CREATE INDEX callback_event_of ON callback_event (account_id, callback_id, id)",

  // JSON that is read whole (messages/text-back-settings.ts, callbacks/callback-settings.ts); null: as it is by default.
  "ALTER TABLE account ADD COLUMN text_back jsonb, ADD COLUMN callbacks jsonb",
  "ALTER TABLE number ADD COLUMN text_back jsonb, ADD COLUMN texts_per_second int",
  "ALTER TABLE staff ADD COLUMN callback_place int",
];
