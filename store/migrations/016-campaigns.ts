import { type Kysely, sql } from "kysely";

/**
 * Campaigns, whom each reaches and what became of them, which texts are theirs, and who of the business last reached out
 * to a phone from a number, by which a callback is known.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // `plan` is read whole (campaigns/campaign-plan.ts). `next_at`: when something is to be done for it; null: nothing is.
  // `paced` has for each carrier when its next text may go; `day` and `day_texts` count for the daily cap.
  `CREATE TABLE campaign (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'draft',
    plan jsonb NOT NULL,
    audience text NOT NULL DEFAULT 'none',
    audience_at timestamptz,
    zones text[] NOT NULL DEFAULT '{}',
    start_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    next_at timestamptz,
    paced jsonb NOT NULL DEFAULT '{}',
    day date,
    day_texts int NOT NULL DEFAULT 0,
    trouble text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id)
  )`,
  "CREATE INDEX campaign_due ON campaign (next_at) WHERE next_at IS NOT NULL",

  // Frozen before the start. `due_at`: when its next step may be planned, or its call made; null: never again.
  `CREATE TABLE campaign_recipient (
    account_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    lead_id bigint,
    name text NOT NULL,
    phone text,
    state text NOT NULL,
    reason text,
    detail text,
    zones text,
    number text,
    user_id bigint,
    step int NOT NULL DEFAULT 0,
    due_at timestamptz,
    reached_at timestamptz,
    replied_at timestamptz,
    called_at timestamptz,
    call_answered boolean,
    claimed_by bigint,
    claimed_until timestamptz,
    tries int NOT NULL DEFAULT 0,
    call_id uuid,
    disposition text,
    PRIMARY KEY (account_id, campaign_id, id),
    FOREIGN KEY (account_id, campaign_id) REFERENCES campaign (account_id, id) ON DELETE CASCADE,
    FOREIGN KEY (account_id, lead_id) REFERENCES lead (account_id, id) ON DELETE SET NULL (lead_id),
    FOREIGN KEY (account_id, user_id) REFERENCES staff (account_id, id) ON DELETE SET NULL (user_id)
  )`,
  // By zone, since those whose night it is would else be walked past again and again.
  "CREATE INDEX campaign_recipient_due ON campaign_recipient (account_id, campaign_id, zones, due_at) WHERE due_at IS NOT NULL",
  "CREATE INDEX campaign_recipient_new ON campaign_recipient (account_id, campaign_id, id) WHERE state = 'new'",
  "CREATE INDEX campaign_recipient_phone ON campaign_recipient (account_id, phone)",
  "CREATE INDEX campaign_recipient_lead ON campaign_recipient (account_id, lead_id)",
  "CREATE INDEX campaign_recipient_claim ON campaign_recipient (account_id, campaign_id, claimed_by) WHERE claimed_by IS NOT NULL",

  // Which campaign a text belongs to, and which of its steps it is.
  "ALTER TABLE text_message ADD COLUMN campaign_id bigint, ADD COLUMN campaign_step int",
  "CREATE INDEX text_message_campaign ON text_message (account_id, campaign_id) WHERE campaign_id IS NOT NULL",
  `CREATE INDEX text_message_campaign_open ON text_message (account_id, campaign_id)
    WHERE campaign_id IS NOT NULL AND state IN ('queued', 'sending')`,

  // The last word from the business to a phone, by the number that it came from: one row, looked up by key on arrival.
  `CREATE TABLE outreach (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    phone text NOT NULL,
    number text NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    campaign_id bigint,
    user_id bigint,
    PRIMARY KEY (account_id, phone, number)
  )`,
];
