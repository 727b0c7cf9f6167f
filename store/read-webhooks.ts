import { type Kysely, type Selectable, sql } from "kysely";
import type { Versioned } from "../directory/stored-settings.ts";
import type { WebhookSettings } from "../directory/webhook-schema.ts";
import type { WebhookTable } from "./notice-tables.ts";
import { versionOf } from "./read-version.ts";
import type { Schema } from "./schema.ts";
import { type Page, takePage } from "./take-page.ts";

/** A webhook with what came of it: since when it fails, and whether we stopped sending to it. */
export type KnownWebhook = Versioned<WebhookSettings> & {
  state: {
    failingSince: string | null;
    stoppedAt: string | null;
    stoppedWhy: string | null;
    /** Until when the secret before this one signs too. */
    previousSecretUntil: string | null;
  };
};

/** The webhooks of an account, in the order in which they were made; those after a key, at most so many, or one. */
export async function readWebhooks(
  db: Kysely<Schema>,
  accountId: string,
  page: Page = {},
): Promise<KnownWebhook[]> {
  const query = db
    .selectFrom("webhook")
    .selectAll()
    .select(versionOf("webhook").as("version"))
    .where("account_id", "=", accountId);
  return (await takePage(query, "id", page).execute()).map((row) => ({
    id: row.id,
    settings: webhookOf(row),
    version: row.version,
    state: {
      failingSince: row.failing_since?.toISOString() ?? null,
      stoppedAt: row.stopped_at?.toISOString() ?? null,
      stoppedWhy: row.stopped_why,
      previousSecretUntil: untilOf(row.previous_secret_until),
    },
  }));
}

function untilOf(until: Date | null): string | null {
  return until !== null && until.getTime() > Date.now() ? until.toISOString() : null;
}

function webhookOf(row: Selectable<WebhookTable>): WebhookSettings {
  return {
    url: row.url,
    events: row.events,
    description: row.description,
    active: row.active,
    secret: row.secret,
  };
}

/** The secret of a webhook, for whoever makes it. */
export async function readWebhookSecret(db: Kysely<Schema>, accountId: string, id: string): Promise<string> {
  const row = await db
    .selectFrom("webhook")
    .select("secret")
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .executeTakeFirstOrThrow();
  return row.secret;
}
