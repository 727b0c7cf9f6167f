import { type Kysely, sql } from "kysely";

/**
 * Accounts with what Settings edits, and calls with what happened. `account_id` comes first in every
 * key, so that dividing by account stays possible (architecture.md §4). PostgreSQL 15 and later.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE installation (
    "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
    secret bytea NOT NULL
  )`,

  `CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    country text NOT NULL,
    timezone text NOT NULL,
    company_phone text,
    ladder text[] NOT NULL,
    ring_seconds int,
    ring_budget_seconds int NOT NULL,
    if_nobody_answers text NOT NULL,
    screening_staff boolean NOT NULL,
    screening_forwarding boolean NOT NULL,
    screening_company boolean NOT NULL,
    caller_id text NOT NULL,
    reject_withheld boolean NOT NULL,
    default_outbound_number text,
    allowed_countries text[] NOT NULL,
    blocked_callers text[] NOT NULL,
    settings_version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now()
  )`,

  `CREATE TABLE carrier (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id text NOT NULL UNIQUE,
    kind text NOT NULL,
    account_sid text NOT NULL,
    auth_token text NOT NULL,
    credentials jsonb NOT NULL DEFAULT '{}',
    api_base_url text,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
  )`,

  `CREATE TABLE staff (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    email text NOT NULL,
    name text NOT NULL,
    phone text,
    role text NOT NULL,
    active boolean NOT NULL,
    ring_seconds int,
    screening boolean,
    caller_id text,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
  )`,
  "CREATE UNIQUE INDEX staff_email ON staff (account_id, lower(email))",

  `CREATE TABLE number (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    number text NOT NULL UNIQUE,
    label text,
    carrier_id text NOT NULL,
    forwarding_number text,
    user_id bigint,
    ladder text[],
    ring_seconds int,
    caller_id text,
    whisper text,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, carrier_id) REFERENCES carrier (account_id, id),
    FOREIGN KEY (account_id, user_id) REFERENCES staff (account_id, id) ON DELETE SET NULL (user_id)
  )`,
  "CREATE INDEX number_user ON number (account_id, user_id)",

  `CREATE TABLE lead (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    user_id bigint,
    blocked boolean NOT NULL,
    last_contacted_at timestamptz,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, user_id) REFERENCES staff (account_id, id) ON DELETE SET NULL (user_id)
  )`,
  "CREATE INDEX lead_user ON lead (account_id, user_id)",
  "CREATE INDEX lead_recency ON lead (account_id, changed_at)",

  `CREATE TABLE lead_phone (
    account_id bigint NOT NULL,
    phone text NOT NULL,
    lead_id bigint NOT NULL,
    position int NOT NULL,
    PRIMARY KEY (account_id, phone, lead_id),
    FOREIGN KEY (account_id, lead_id) REFERENCES lead (account_id, id) ON DELETE CASCADE
  )`,
  "CREATE INDEX lead_phone_lead ON lead_phone (account_id, lead_id)",

  // Without a foreign key: checking it would lock the account's row for each of its calls at once.
  `CREATE TABLE call (
    account_id bigint NOT NULL,
    id uuid NOT NULL,
    carrier_id text,
    carrier_call_id text,
    direction text NOT NULL,
    caller text,
    caller_as_given text NOT NULL,
    called text NOT NULL,
    lead_id bigint,
    lead_name text,
    arrival jsonb NOT NULL,
    decision jsonb,
    script jsonb NOT NULL,
    phase text NOT NULL,
    outcome text,
    state jsonb NOT NULL,
    version int NOT NULL,
    started_at timestamptz NOT NULL,
    answered_at timestamptz,
    ended_at timestamptz,
    last_event_at timestamptz NOT NULL,
    swept_at timestamptz,
    PRIMARY KEY (account_id, id)
  )`,
  "CREATE INDEX call_started ON call (account_id, started_at DESC, id DESC)",
  "CREATE INDEX call_open ON call (last_event_at) WHERE outcome IS NULL",

  `CREATE TABLE call_event (
    account_id bigint NOT NULL,
    call_id uuid NOT NULL,
    version int NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (account_id, call_id, version)
  )`,

  `CREATE TABLE alert (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    call_id uuid,
    at timestamptz NOT NULL,
    code text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (account_id, id)
  )`,
  "CREATE UNIQUE INDEX alert_once ON alert (account_id, call_id, code) WHERE call_id IS NOT NULL",

  `CREATE TABLE api_key (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    hash bytea NOT NULL UNIQUE,
    hint text NOT NULL,
    role text NOT NULL,
    label text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
  )`,
];
