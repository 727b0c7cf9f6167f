import { type Kysely, sql } from "kysely";
import { makeWebhookSecret, type WebhookSettings } from "../directory/webhook-schema.ts";
import type { Schema } from "./schema.ts";
import type { Writing } from "./write-settings.ts";

/** How long the secret before this one is good: time enough to change it in the other program. */
const OLD_SECRET = "24 hours";

/**
 * Writes webhooks; gives the keys in order. One that is changed begins anew: what it failed at before is forgotten. Where
 * the secret is another, the one before signs too for a day.
 */
export async function writeWebhooks(
  db: Kysely<Schema>,
  accountId: string,
  webhooks: readonly Writing<WebhookSettings>[],
): Promise<string[]> {
  const keys: string[] = [];
  for (const { id, restoredId, settings } of webhooks) {
    const { url, events, description, active } = settings;
    const secret = settings.secret ?? makeWebhookSecret();
    const written =
      id === null
        ? await sql<{ id: string }>`
            INSERT INTO webhook (account_id, id, url, events, description, active, secret) OVERRIDING SYSTEM VALUE
            VALUES (${accountId}, coalesce(${restoredId ?? null}::bigint, nextval(pg_get_serial_sequence('webhook', 'id'))),
              ${url}, ${events}::text[], ${description}, ${active}, ${secret}) RETURNING id::text`.execute(db)
        : await sql<{ id: string }>`
            UPDATE webhook SET url = ${url}, events = ${events}::text[], description = ${description}, active = ${active},
              previous_secret = CASE WHEN secret <> ${secret} THEN secret ELSE previous_secret END,
              previous_secret_until = CASE WHEN secret <> ${secret} THEN now() + ${OLD_SECRET}::interval
                ELSE previous_secret_until END,
              secret = ${secret}, failing_since = NULL, stopped_at = NULL, stopped_why = NULL,
              changed_at = statement_timestamp()
            WHERE account_id = ${accountId} AND id = ${id} RETURNING id::text`.execute(db);
    keys.push(written.rows[0]?.id ?? "");
  }
  return keys;
}
