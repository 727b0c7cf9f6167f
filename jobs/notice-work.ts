import type { NoticeChannel } from "../notify/notice-events.ts";
import type { SendMail } from "../notify/open-mail.ts";
import type { ClaimedNotice } from "../store/notices/claim-notices.ts";
import type { Database } from "../store/open-database.ts";
import type { Recordings } from "../voicemail/open-recordings.ts";

/** What notices are sent with. */
export type NoticeWork = {
  /** Null: this installation sends no mail. */
  mail: { send: SendMail; from: string } | null;
  recordings: Recordings;
  /** Where people open the app, without a slash at its end. */
  appUrl: string;
  /** Whether webhooks may go to addresses that are not on the open network. */
  allowPrivate: boolean;
  /** Told that a text was planned. */
  onTexts?: () => void;
  /** Told of each try that came to its end. */
  onTried?: (channel: NoticeChannel, result: "sent" | "failed") => void;
};

export type Delivery = {
  database: Database;
  /** Milliseconds since 1970. */
  now: () => number;
  work: NoticeWork;
  stop: AbortSignal;
};

/**
 * Sends a claimed notice and notes what came of it. Gives the time until which the way is closed for all others too; null:
 * it is open. Throws where something of ours broke.
 */
export type Deliver = (notice: ClaimedNotice, delivery: Delivery) => Promise<number | null>;
