import { NOTICE_CHANNELS } from "../notify/notice-events.ts";
import { forgetNotices } from "../store/notices/forget-notices.ts";
import { type NoticeFigures, readNoticeFigures } from "../store/notices/read-notice-figures.ts";
import type { Database } from "../store/open-database.ts";
import type { JobLog } from "./job-log.ts";
import { keepLooking } from "./keep-looking.ts";
import type { NoticeWork } from "./notice-work.ts";
import { sendNotices } from "./send-notices.ts";
import { tellOfTheRest } from "./tell-people.ts";

/** Keeps people and programs told, in this process, until it is stopped. */
export type NoticeKeeper = {
  /** Something may be to tell, or to send: look at once. */
  soon(): void;
  /** How it goes, as of the last look. */
  figures(): readonly NoticeFigures[];
  stop(): Promise<void>;
};

/** Alerts and messages are made by others, who say nothing. */
const TELL_EVERY_MS = 10_000;
const SEND_EVERY_MS = 30_000;
const FORGET_EVERY_MS = 3_600_000;
const FORGOTTEN_AT_ONCE = 5_000;

/** Needs six connections beside those of the jobs. */
export function keepNotices(database: Database, log: JobLog, work: NoticeWork): NoticeKeeper {
  const now = Date.now;
  let figures: readonly NoticeFigures[] = [];
  const onError = (error: unknown) => log.error({ err: error }, "Telling people waits for the next look");
  const senders = NOTICE_CHANNELS.map((channel) =>
    keepLooking({
      look: async (stop) => {
        const next = await sendNotices(channel, { database, now, work, stop, log });
        figures = await readNoticeFigures(database.query);
        return next;
      },
      now,
      everyMs: SEND_EVERY_MS,
      onError,
    }),
  );
  const send = () => {
    for (const sender of senders) sender.soon();
  };
  const telling = keepLooking({
    look: async (stop) => {
      if ((await tellOfTheRest(database, { now, stop })) > 0) send();
      return null;
    },
    now,
    everyMs: TELL_EVERY_MS,
    onError,
  });
  const forgetting = keepLooking({
    look: async () => {
      const forgotten = await forgetNotices(database.query, { now: now(), most: FORGOTTEN_AT_ONCE });
      return forgotten === FORGOTTEN_AT_ONCE ? now() : null;
    },
    now,
    everyMs: FORGET_EVERY_MS,
    onError,
  });
  return {
    soon() {
      telling.soon();
      send();
    },
    figures: () => figures,
    async stop() {
      await Promise.all([telling, forgetting, ...senders].map((looking) => looking.stop()));
    },
  };
}
