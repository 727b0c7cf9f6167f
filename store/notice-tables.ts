import type { ColumnType, Generated } from "kysely";
import type { NoticeChannel, NoticeEvent, NoticeState } from "../notify/notice-events.ts";
import type { Id, Json, Key, Time } from "./column-types.ts";

/** Where events are sent, signed. What begins with `failing` or `stopped` is no setting, but what came of it. */
export type WebhookTable = {
  account_id: Key;
  id: Id;
  url: string;
  events: NoticeEvent[];
  description: string | null;
  active: boolean;
  secret: string;
  previous_secret: string | null;
  previous_secret_until: Date | null;
  failing_since: Date | null;
  stopped_at: Date | null;
  stopped_why: string | null;
  changed_at: Time;
};

/** One event for one recipient by one channel. */
export type NoticeTable = {
  account_id: Key;
  id: Id;
  /** What keeps it from being made twice. */
  key: string;
  event: string;
  channel: NoticeChannel;
  /** An e-mail address, a phone, or a webhook's URL, as it was then. */
  recipient: string;
  staff_id: string | null;
  webhook_id: string | null;
  call_id: string | null;
  subject: string;
  content: Json<unknown>;
  state: Generated<NoticeState>;
  tries: Generated<number>;
  next_try_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  give_up_from: Time;
  error: string | null;
  created_at: Time;
  sent_at: Date | null;
};

/** What came of one try to send a notice. */
export type NoticeTryTable = {
  account_id: Key;
  notice_id: Key;
  number: number;
  at: Time;
  ms: number;
  /** The HTTP status, or the code of a mail server. */
  status: number | null;
  answer: string | null;
  error: string | null;
};
