import { type Kysely, sql } from "kysely";

/**
 * People are told of texts that come, texts that failed are sent again, and conversations are searched. `text_to_tell` has
 * a row for each text that nobody was told of yet, as calls have their follow-up (012): a column beside the text would
 * write the index of its words once more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await indexWords(db);
}

const STATEMENTS = [
  `CREATE TABLE text_to_tell (
    account_id bigint NOT NULL,
    message_id bigint NOT NULL,
    PRIMARY KEY (account_id, message_id),
    FOREIGN KEY (account_id, message_id) REFERENCES text_message (account_id, id) ON DELETE CASCADE
  )`,
  // When a staff member was last told of a conversation's texts, or will be. Who was told need not have read it.
  "ALTER TABLE conversation_read ADD COLUMN told_at timestamptz, ALTER COLUMN read_at DROP NOT NULL",
  // The text that failed and is sent again with this one: once.
  "ALTER TABLE text_message ADD COLUMN again_of bigint",
  "CREATE UNIQUE INDEX text_message_again ON text_message (account_id, again_of) WHERE again_of IS NOT NULL",
];

/**
 * What people wrote is found by the trigrams of its words, as leads are (004), and where there are none by reading it. What
 * is written many times over is not in it: campaigns, text-backs, notices.
 */
async function indexWords(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`DO $$
    BEGIN
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      BEGIN
        CREATE EXTENSION IF NOT EXISTS btree_gin;
        CREATE INDEX text_message_words ON text_message USING gin (account_id, body gin_trgm_ops)
          WITH (gin_pending_list_limit = 512) WHERE kind IN ('inbound', 'person');
      EXCEPTION WHEN OTHERS THEN
        CREATE INDEX text_message_words ON text_message USING gin (body gin_trgm_ops)
          WITH (gin_pending_list_limit = 512) WHERE kind IN ('inbound', 'person');
      END;
    EXCEPTION WHEN OTHERS THEN
      RAISE NOTICE 'searching without trigrams: %', SQLERRM;
    END $$`)
    .execute(db);
}
