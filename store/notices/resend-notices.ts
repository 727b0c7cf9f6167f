import { type Kysely, sql } from "kysely";
import type { NoticeChannel } from "../../notify/notice-events.ts";
import type { Schema } from "../schema.ts";
import type { NoticeKey } from "./claim-notices.ts";

export type ResendFilter = {
  since: Date;
  channel?: NoticeChannel | undefined;
  webhookId?: string | undefined;
};

/** Sends a notice again, sent before or not, beginning anew; false where there is none with this key. */
export async function resendNotice(
  db: Kysely<Schema>,
  { accountId, id }: NoticeKey,
  now: number,
): Promise<boolean> {
  const at = new Date(now);
  const { rows } =
    await sql`UPDATE notice SET state = 'waiting', tries = 0, error = NULL, next_try_at = ${at},
      give_up_from = ${at}
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint RETURNING id`.execute(db);
  return rows.length > 0;
}

/** Sends everything again that was given up since then; gives how much. What is tried anyway stays as it is. */
export async function resendNotices(
  db: Kysely<Schema>,
  accountId: string,
  { since, channel, webhookId }: ResendFilter,
  now: number,
): Promise<number> {
  const at = new Date(now);
  const { rows } =
    await sql`UPDATE notice SET state = 'waiting', tries = 0, error = NULL, next_try_at = ${at},
      give_up_from = ${at}
    WHERE account_id = ${accountId}::bigint AND state = 'givenUp' AND created_at >= ${since}
      AND (${channel ?? null}::text IS NULL OR channel = ${channel ?? null})
      AND (${webhookId ?? null}::bigint IS NULL OR webhook_id = ${webhookId ?? null}::bigint)
    RETURNING id`.execute(db);
  return rows.length;
}
