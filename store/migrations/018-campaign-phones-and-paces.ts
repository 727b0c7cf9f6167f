import { type Kysely, sql } from "kysely";

/**
 * The phones of somebody on a call list that may be tried, in order; what campaigns are called in settings files; how many
 * texts a carrier connection may send a second, by all of its numbers; and texts that go before those of campaigns.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Null: only `phone`, which is the one that they are reached on.
  "ALTER TABLE campaign_recipient ADD COLUMN phones text[]",

  // What settings files know a campaign by. Those that are there already get their key.
  "ALTER TABLE campaign ADD COLUMN slug text",
  "UPDATE campaign SET slug = 'campaign-' || id",
  "ALTER TABLE campaign ALTER COLUMN slug SET NOT NULL, ADD UNIQUE (account_id, slug)",

  // Null: as fast as its numbers may.
  "ALTER TABLE carrier ADD COLUMN texts_per_second int",
  // When the next text may go by a carrier connection: its row is locked by whoever sends by it.
  `CREATE TABLE carrier_pace (
    account_id bigint NOT NULL,
    carrier_id text NOT NULL,
    next_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, carrier_id),
    FOREIGN KEY (account_id, carrier_id) REFERENCES carrier (account_id, id) ON DELETE CASCADE
  )`,
  "INSERT INTO carrier_pace (account_id, carrier_id, next_at) SELECT account_id, id, now() FROM carrier",

  // The line of each number without campaigns, whose texts wait until these are gone.
  `CREATE INDEX text_message_due_first ON text_message (account_id, number, next_try_at)
    WHERE next_try_at IS NOT NULL AND kind <> 'campaign'`,
];
