import { type Kysely, sql } from "kysely";
import { type Concern, chooseRecipients } from "../../notify/choose-recipients.ts";
import type { Happening, Place } from "../../notify/told-call.ts";
import { writeNotice } from "../../notify/write-notice.ts";
import type { Schema } from "../schema.ts";
import { type AccountsToTell, colleaguesAt, readAccountToTell } from "./read-account-to-tell.ts";

/** Something to tell of. Keys keep it from being told twice to people, and to programs. */
export type Telling = {
  happening: Happening;
  concern: Concern;
  /** When it happened, in milliseconds. */
  at: number;
  personKey: string;
  webhookKey: string;
  /** When each of these staff members is to be told, in milliseconds; who is not in it is not. Left out: all of them now. */
  planFor?: (staffIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
};

export type NewNotice = {
  key: string;
  event: string;
  channel: string;
  recipient: string;
  staffId?: string;
  webhookId?: string;
  callId?: string | null;
  subject: string;
  content: object;
  /** When it is to be sent, in milliseconds; left out: now. */
  dueAt?: number;
  /** Why it is not sent for now; null: it is. */
  error?: string | null;
};

/** What a webhook's body says of its form. Another number means that a reader of before may fail at it. */
const BODY_VERSION = 1;
const STOPPED = "the webhook was stopped before: start it again and send what it has missed";

/**
 * Makes the notices of one event: for everybody concerned as they have chosen, and for every webhook that wants it. What
 * was made before stays as it is, so it may be called again.
 */
export async function makeNotices(
  db: Kysely<Schema>,
  accountId: string,
  telling: Telling,
  { now, read }: { now: number; read: AccountsToTell },
): Promise<void> {
  const account = await readAccountToTell(db, accountId, read);
  if (account === null) return;
  const { happening, concern, at } = telling;
  const recipients = chooseRecipients(happening.event, concern, colleaguesAt(account, at));
  const webhooks = account.webhooks.filter(({ events }) => events.includes(happening.event));
  if (recipients.length === 0 && webhooks.length === 0) return;
  const place: Place = { account: account.name, slug: account.slug, timezone: account.timezone, appUrl: "" };
  const { subject } = writeNotice(happening, place);
  const callId = callIdOf(happening);
  const common = { event: happening.event, callId, subject };
  const plan = await telling.planFor?.(recipients.map(({ colleague }) => colleague.id));
  const forPeople = recipients.flatMap(({ colleague, channels }) => {
    const dueAt = plan?.get(colleague.id);
    if (plan !== undefined && dueAt === undefined) return [];
    return channels.map(
      (channel): NewNotice => ({
        ...common,
        key: `${telling.personKey}:${channel}:${colleague.id}`,
        channel,
        recipient: channel === "mail" ? colleague.email : (colleague.phone ?? ""),
        staffId: colleague.id,
        content: dueAt === undefined ? { happening } : { happening, dueAt },
        ...(dueAt === undefined ? {} : { dueAt }),
      }),
    );
  });
  const forPrograms = webhooks.map(
    ({ id, url, stopped }): NewNotice => ({
      ...common,
      key: `${telling.webhookKey}:webhook:${id}`,
      channel: "webhook",
      recipient: url,
      webhookId: id,
      content: { body: writeBody(happening, account.slug, at) },
      error: stopped ? STOPPED : null,
    }),
  );
  await insertNotices(db, accountId, [...forPeople, ...forPrograms], now);
}

function callIdOf(happening: Happening): string | null {
  if ("call" in happening) return happening.call.id;
  if ("text" in happening) return null;
  return "callback" in happening ? happening.callback.lastCallId : happening.alert.callId;
}

/** Adds notices that are not there yet; due at once, unless they say when. */
export async function insertNotices(
  db: Kysely<Schema>,
  accountId: string,
  notices: readonly NewNotice[],
  now: number,
): Promise<void> {
  if (notices.length === 0) return;
  const given = notices.map(({ staffId, webhookId, callId, error, dueAt, ...notice }) => ({
    ...notice,
    staff_id: staffId ?? null,
    webhook_id: webhookId ?? null,
    call_id: callId ?? null,
    error: error ?? null,
    due_at: new Date(dueAt ?? now).toISOString(),
  }));
  const at = new Date(now);
  await sql`
    INSERT INTO notice (account_id, key, event, channel, recipient, staff_id, webhook_id, call_id, subject, content,
      error, state, next_try_at, give_up_from, created_at)
    SELECT ${accountId}::bigint, key, event, channel, recipient, staff_id, webhook_id, call_id, subject, content,
      error, CASE WHEN error IS NULL THEN 'waiting' ELSE 'givenUp' END,
      CASE WHEN error IS NULL THEN due_at END, ${at}, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (key text, event text, channel text,
      recipient text, staff_id bigint, webhook_id bigint, call_id uuid, subject text, content jsonb, error text, due_at timestamptz)
    ON CONFLICT (account_id, key) DO NOTHING`.execute(db);
}

/** The body of a webhook: what happened, in the API's own names. */
export function writeBody({ event, ...data }: Happening, slug: string, at: number): string {
  const timestamp = new Date(at).toISOString();
  return JSON.stringify({ type: event, version: BODY_VERSION, timestamp, account: slug, data });
}
