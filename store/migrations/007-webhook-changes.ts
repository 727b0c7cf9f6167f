import { type Kysely, sql } from "kysely";

/**
 * What was changed of numbers at their carrier, with the old values: kept before anything is written there, so that
 * it can be undone even if we die in between. `numbers`: carriers/plan-webhooks.ts, WebhookChange.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`CREATE TABLE webhook_change (
      account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
      id bigint GENERATED ALWAYS AS IDENTITY,
      carrier_id text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      actor_name text NOT NULL,
      numbers jsonb NOT NULL,
      undone_at timestamptz,
      PRIMARY KEY (account_id, id)
    )`)
    .execute(db);
}
