import { type Kysely, sql } from "kysely";
import type { NoticeChannel, NoticeState } from "../../notify/notice-events.ts";
import type { Schema } from "../schema.ts";

export type NoticeFilter = {
  state?: NoticeState | undefined;
  channel?: NoticeChannel | undefined;
  webhookId?: string | undefined;
};

export type ListedNotice = {
  id: string;
  event: string;
  channel: NoticeChannel;
  recipient: string;
  staff: string | null;
  webhookId: string | null;
  callId: string | null;
  subject: string;
  state: NoticeState;
  tries: number;
  nextTryAt: Date | null;
  error: string | null;
  createdAt: Date;
  sentAt: Date | null;
};

export type ListedTry = {
  at: Date;
  ms: number;
  status: number | null;
  answer: string | null;
  error: string | null;
};

/** Notices of an account, the newest first; those before a key where one is given. */
export async function listNotices(
  db: Kysely<Schema>,
  accountId: string,
  filter: NoticeFilter,
  page: { limit: number; before?: string | undefined },
): Promise<ListedNotice[]> {
  let notices = select(db, accountId).orderBy("n.id", "desc").limit(page.limit);
  if (page.before !== undefined) notices = notices.where("n.id", "<", sql.val(page.before));
  if (filter.state !== undefined) notices = notices.where("n.state", "=", filter.state);
  if (filter.channel !== undefined) notices = notices.where("n.channel", "=", filter.channel);
  if (filter.webhookId !== undefined) notices = notices.where("n.webhook_id", "=", sql.val(filter.webhookId));
  return (await notices.execute()).map(({ content: _, ...notice }) => notice);
}

/** One notice with what it holds and all its tries; null where the account has none with this key. */
export async function findNotice(
  db: Kysely<Schema>,
  accountId: string,
  id: string,
): Promise<(ListedNotice & { content: unknown; log: ListedTry[] }) | null> {
  const notice = await select(db, accountId).where("n.id", "=", sql.val(id)).executeTakeFirst();
  if (notice === undefined) return null;
  const log = await db
    .selectFrom("notice_try")
    .select(["at", "ms", "status", "answer", "error"])
    .where("account_id", "=", accountId)
    .where("notice_id", "=", id)
    .orderBy("number", "desc")
    .execute();
  return { ...notice, log };
}

function select(db: Kysely<Schema>, accountId: string) {
  return db
    .selectFrom("notice as n")
    .leftJoin("staff as s", (join) =>
      join.onRef("s.account_id", "=", "n.account_id").onRef("s.id", "=", "n.staff_id"),
    )
    .select([
      "n.id",
      "n.event",
      "n.channel",
      "n.recipient",
      "s.name as staff",
      "n.webhook_id as webhookId",
      "n.call_id as callId",
      "n.subject",
      "n.content",
      "n.state",
      "n.tries",
      "n.next_try_at as nextTryAt",
      "n.error",
      "n.created_at as createdAt",
      "n.sent_at as sentAt",
    ])
    .where("n.account_id", "=", accountId);
}
