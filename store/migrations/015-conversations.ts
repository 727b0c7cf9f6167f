import { type Kysely, sql } from "kysely";

/**
 * Conversations: what is needed beside calls and texts to list threads, notes, templates, media of texts, what was paid for
 * them, and numbers that are not registered for texts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // One row for each phone that the business has to do with: when something last happened, when they last wrote, and
  // when somebody last answered. Whose lead a phone is, is looked up: leads come, merge and go.
  `CREATE TABLE conversation (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    phone text NOT NULL,
    number text NOT NULL,
    last_at timestamptz NOT NULL,
    received_at timestamptz,
    answered_at timestamptz,
    owner_id bigint,
    PRIMARY KEY (account_id, phone),
    FOREIGN KEY (account_id, owner_id) REFERENCES staff (account_id, id) ON DELETE SET NULL (owner_id)
  )`,
  "CREATE INDEX conversation_last ON conversation (account_id, last_at DESC, phone DESC)",
  // What each staff member has read: everything that came until then.
  `CREATE TABLE conversation_read (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    staff_id bigint NOT NULL,
    phone text NOT NULL,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, staff_id, phone),
    FOREIGN KEY (account_id, staff_id) REFERENCES staff (account_id, id) ON DELETE CASCADE
  )`,
  // Where the calls of a phone are: an index on calls by caller would be paid for on each arrival.
  `CREATE TABLE conversation_call (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    phone text NOT NULL,
    at timestamptz NOT NULL,
    call_id uuid NOT NULL,
    PRIMARY KEY (account_id, phone, at, call_id)
  )`,
  `INSERT INTO conversation_call (account_id, phone, at, call_id)
    SELECT account_id, CASE direction WHEN 'outbound' THEN called ELSE caller END, started_at, id FROM call
    WHERE outcome IS NOT NULL AND (direction = 'outbound' OR caller IS NOT NULL)`,
  `INSERT INTO conversation (account_id, phone, number, last_at, received_at, answered_at)
    SELECT account_id, phone, (array_agg(number ORDER BY at DESC))[1], max(at), max(at) FILTER (WHERE what = 'in'),
      max(at) FILTER (WHERE what = 'answer')
    FROM (
      SELECT account_id, phone, number, created_at AS at,
        CASE WHEN direction = 'in' THEN 'in' WHEN kind = 'person' THEN 'answer' END AS what
      FROM text_message WHERE kind NOT IN ('notice', 'campaign')
      UNION ALL
      SELECT account_id, CASE direction WHEN 'outbound' THEN called ELSE caller END,
        CASE direction WHEN 'outbound' THEN caller ELSE called END, started_at,
        CASE outcome WHEN 'answered' THEN 'answer' END
      FROM call WHERE outcome IS NOT NULL AND caller IS NOT NULL
    ) happened GROUP BY account_id, phone`,

  // What somebody wrote down about a lead, or an unknown phone.
  `CREATE TABLE note (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    lead_id bigint,
    phone text NOT NULL,
    at timestamptz NOT NULL,
    author text NOT NULL,
    author_id bigint,
    body text NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, lead_id) REFERENCES lead (account_id, id) ON DELETE SET NULL (lead_id),
    FOREIGN KEY (account_id, author_id) REFERENCES staff (account_id, id) ON DELETE SET NULL (author_id)
  )`,
  "CREATE INDEX note_lead ON note (account_id, lead_id) WHERE lead_id IS NOT NULL",
  "CREATE INDEX note_phone ON note (account_id, phone, at)",

  // Words that are used again: everybody's, or one staff member's own.
  `CREATE TABLE text_template (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id text NOT NULL,
    position int NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    staff_id bigint,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, staff_id) REFERENCES staff (account_id, id) ON DELETE CASCADE
  )`,

  // Pictures and other media of texts, in and out. \`next_try_at\`: when something is to be done; null: nothing is.
  `CREATE TABLE text_media (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id uuid NOT NULL,
    message_id bigint,
    position int NOT NULL DEFAULT 0,
    carrier_url text,
    content_type text NOT NULL,
    file_name text,
    state text NOT NULL,
    tries int NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    error text,
    bytes bigint,
    place text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, message_id) REFERENCES text_message (account_id, id) ON DELETE CASCADE,
    UNIQUE (account_id, message_id, carrier_url)
  )`,
  "CREATE INDEX text_media_due ON text_media (next_try_at) WHERE next_try_at IS NOT NULL",

  // How it stands with a business number's registration for texts: learned from a text that was blocked, or asked of its
  // carrier. With a code its texts are blocked, and wait.
  `CREATE TABLE number_registration (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    number text NOT NULL,
    state text NOT NULL,
    code text,
    since timestamptz NOT NULL,
    said text,
    asked_at timestamptz,
    PRIMARY KEY (account_id, number)
  )`,

  // Who wrote it; what the carrier takes for it, and when it is to be asked.
  `ALTER TABLE text_message ADD COLUMN staff_id bigint, ADD COLUMN price numeric, ADD COLUMN price_unit text,
    ADD COLUMN price_due_at timestamptz, ADD FOREIGN KEY (account_id, staff_id)
      REFERENCES staff (account_id, id) ON DELETE SET NULL (staff_id)`,
  "CREATE INDEX text_message_price_due ON text_message (price_due_at) WHERE price_due_at IS NOT NULL",
  "CREATE INDEX text_message_day ON text_message (account_id, created_at)",
  `CREATE INDEX text_message_staff ON text_message (account_id, staff_id, created_at) WHERE staff_id IS NOT NULL`,

  // JSON that is read whole (messages/help-settings.ts); null: as it is by default.
  "ALTER TABLE account ADD COLUMN help jsonb",
  "ALTER TABLE lead ADD COLUMN consent_source text, ADD COLUMN consent_at timestamptz",
];
