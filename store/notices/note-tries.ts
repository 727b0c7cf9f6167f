import { type Kysely, sql } from "kysely";
import type { Alert } from "../../calls/call-record.ts";
import type { Schema } from "../schema.ts";
import type { NoticeKey } from "./claim-notices.ts";

/** What came of one try. `error` null: it was taken. */
export type Tried = {
  at: number;
  ms: number;
  /** Of HTTP, or of the mail server. */
  status: number | null;
  answer: string | null;
  error: string | null;
};

const WHERE = ({ accountId, id }: NoticeKey) => sql`account_id = ${accountId}::bigint AND id = ${id}::bigint`;

/** Notes a try, and with it whether the notice is sent, or when it is tried again (null: it is given up). */
export async function noteTry(
  db: Kysely<Schema>,
  key: NoticeKey,
  tried: Tried,
  nextTryAt: number | null,
): Promise<void> {
  const { at, ms, status, answer, error } = tried;
  const state = error === null ? "sent" : nextTryAt === null ? "givenUp" : "waiting";
  await sql`WITH noted AS (
      INSERT INTO notice_try (account_id, notice_id, number, at, ms, status, answer, error)
      SELECT ${key.accountId}::bigint, ${key.id}::bigint, coalesce(max(number), 0) + 1, ${new Date(at)},
        ${Math.round(ms)}::int, ${status}::int, ${answer}::text, ${error}::text
      FROM notice_try WHERE account_id = ${key.accountId}::bigint AND notice_id = ${key.id}::bigint
    )
    UPDATE notice SET state = ${state}, error = ${error},
      sent_at = CASE WHEN ${error === null} THEN ${new Date(at)}::timestamptz ELSE sent_at END,
      next_try_at = ${error === null || nextTryAt === null ? null : new Date(nextTryAt)}
    WHERE ${WHERE(key)}`.execute(db);
}

/** Gives a claimed notice back untried: this process stops, or its way is closed until then. */
export async function giveBackNotice(db: Kysely<Schema>, key: NoticeKey, nextTryAt: number): Promise<void> {
  await sql`UPDATE notice SET tries = greatest(tries - 1, 0), next_try_at = ${new Date(nextTryAt)}
    WHERE ${WHERE(key)} AND next_try_at IS NOT NULL`.execute(db);
}

/** Gives a notice up without a try, for a reason. */
export async function dropNotice(db: Kysely<Schema>, key: NoticeKey, error: string): Promise<void> {
  await sql`UPDATE notice SET state = 'givenUp', error = ${error}, next_try_at = NULL WHERE ${WHERE(key)}`.execute(
    db,
  );
}

type WebhookKey = { accountId: string; webhookId: string };
const WEBHOOK = ({ accountId, webhookId }: WebhookKey) =>
  sql`account_id = ${accountId}::bigint AND id = ${webhookId}::bigint`;

/** The receiver took something: it works. */
export async function noteWorking(db: Kysely<Schema>, key: WebhookKey): Promise<void> {
  await sql`UPDATE webhook SET failing_since = NULL WHERE ${WEBHOOK(key)} AND failing_since IS NOT NULL`.execute(
    db,
  );
}

/** The receiver failed; gives since when it does nothing else. */
export async function noteFailing(db: Kysely<Schema>, key: WebhookKey, at: number): Promise<number> {
  const { rows } = await sql<{ since: Date }>`UPDATE webhook
    SET failing_since = coalesce(failing_since, ${new Date(at)}) WHERE ${WEBHOOK(key)}
    RETURNING failing_since AS since`.execute(db);
  return rows[0]?.since.getTime() ?? at;
}

const STOPPED: Alert["code"] = "webhookStopped";

/** Sends nothing more there, keeps what waits for whoever starts it again, and alerts the account. */
export async function stopWebhook(
  db: Kysely<Schema>,
  key: WebhookKey,
  { at, why }: { at: number; why: string },
): Promise<void> {
  const when = new Date(at);
  await sql`WITH stopped AS (
      UPDATE webhook SET stopped_at = ${when}, stopped_why = ${why} WHERE ${WEBHOOK(key)} AND stopped_at IS NULL
      RETURNING account_id, id, url
    ), given_up AS (
      UPDATE notice n SET state = 'givenUp', next_try_at = NULL, error = ${`the webhook was stopped: ${why}`}
      FROM stopped s WHERE n.account_id = s.account_id AND n.webhook_id = s.id AND n.next_try_at IS NOT NULL
    )
    INSERT INTO alert (account_id, at, code, text)
    SELECT account_id, ${when}::timestamptz, ${STOPPED},
      'The webhook to ' || url || ' was stopped: ' || ${why}::text || '. Start it again under Settings > Webhooks.'
    FROM stopped`.execute(db);
}

/** Begins anew with a webhook that was stopped; false where there is none with this key. */
export async function startWebhook(db: Kysely<Schema>, key: WebhookKey): Promise<boolean> {
  const { rows } = await sql`UPDATE webhook SET failing_since = NULL, stopped_at = NULL, stopped_why = NULL
    WHERE ${WEBHOOK(key)} RETURNING id`.execute(db);
  return rows.length > 0;
}
