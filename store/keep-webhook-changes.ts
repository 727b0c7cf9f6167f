import type { Kysely } from "kysely";
import type { WebhookChange } from "../carriers/plan-webhooks.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** What was changed at a carrier, at one go. */
export type KeptWebhookChange = { id: string; at: Date; actorName: string; numbers: WebhookChange[] };

/** Keeps what is about to be changed at a carrier; gives its key. */
export async function keepWebhookChange(
  db: Db,
  accountId: string,
  change: { carrierId: string; actorName: string; numbers: WebhookChange[] },
): Promise<string> {
  const { carrierId, actorName, numbers } = change;
  const row = await db
    .insertInto("webhook_change")
    .values({
      account_id: accountId,
      carrier_id: carrierId,
      actor_name: actorName,
      numbers: JSON.stringify(numbers),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The last change at a carrier that was not undone yet; null where there is none. */
export async function readLastWebhookChange(
  db: Db,
  accountId: string,
  carrierId: string,
): Promise<KeptWebhookChange | null> {
  const row = await db
    .selectFrom("webhook_change")
    .select(["id", "at", "actor_name", "numbers"])
    .where("account_id", "=", accountId)
    .where("carrier_id", "=", carrierId)
    .where("undone_at", "is", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { id: row.id, at: row.at, actorName: row.actor_name, numbers: row.numbers };
}

/** What is left of a change after some of its numbers were put back or never written; none: it is undone. */
export async function settleWebhookChange(
  db: Db,
  accountId: string,
  id: string,
  left: WebhookChange[],
): Promise<void> {
  await db
    .updateTable("webhook_change")
    .set({ numbers: JSON.stringify(left), ...(left.length === 0 ? { undone_at: new Date() } : {}) })
    .where("account_id", "=", accountId)
    .where("id", "=", id as never)
    .execute();
}
