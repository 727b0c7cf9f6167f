import { Logger, type Runner, run, type TaskList } from "graphile-worker";
import type { Database } from "../store/open-database.ts";
import { forgetSilentCalls } from "../store/unwanted/held-off.ts";
import { removeLeftovers } from "../voicemail/remove-leftovers.ts";
import { askAfterTexts } from "./ask-after-texts.ts";
import { escalateCallbacks } from "./escalate-callbacks.ts";
import { fetchMedia } from "./fetch-media.ts";
import { fetchMessages, rescueMessages } from "./fetch-messages.ts";
import { followUpCalls } from "./follow-up-calls.ts";
import { importLeads, rescueImports } from "./import-leads.ts";
import type { JobLog } from "./job-log.ts";
import { keepLooking } from "./keep-looking.ts";
import { keepNotices, type NoticeKeeper } from "./keep-notices.ts";
import type { NoticeWork } from "./notice-work.ts";
import { runCampaigns } from "./run-campaigns.ts";
import { sendTexts } from "./send-texts.ts";
import type { MessageWork } from "./take-in-message.ts";
import type { TextWork } from "./text-work.ts";

/** Jobs at the same time in one process: calls come first. One more than imports that anybody runs together. */
const AT_ONCE = 3;
const RESCUE_EVERY_MS = 30_000;

/**
 * Works on jobs in this process until it is stopped: work in progress then stops at a good place, and goes on
 * in the next process. The pool must have a connection for each job and fourteen more. Without `messages` those that callers
 * left wait for another process, without `texts` the texts that are due, and without `notices` people are told by another.
 */
export async function runJobs(
  database: Database,
  log: JobLog,
  messages?: MessageWork,
  texts?: TextWork,
  notices?: NoticeWork,
): Promise<{
  /** A call of this process has ended: what follows it is done at once. */
  callEnded(): void;
  /** Something is to be done for a campaign, or a text was planned. */
  campaignsChanged(): void;
  /** A text is to be sent, or one came. */
  textsMade(): void;
  /** Null where this process tells nobody. */
  notices: NoticeKeeper | null;
  stop(): Promise<void>;
}> {
  const tasks: TaskList = { importLeads: importLeads(database) };
  let telling: NoticeKeeper | null = null;
  if (messages !== undefined) {
    const fetchMessage = fetchMessages(database, messages, log);
    tasks.fetchMessage = async (payload, helpers) => {
      await fetchMessage(payload, helpers);
      telling?.soon();
    };
  }
  const runner: Runner = await run({
    pgPool: database.pool,
    taskList: tasks,
    concurrency: AT_ONCE,
    // The process has its own way of stopping.
    noHandleSignals: true,
    logger: new Logger((scope) => (level, message) => {
      const write = level === "error" ? log.error : level === "warning" ? log.info : log.debug;
      write({ ...scope }, message);
    }),
  });
  // Whatever ends the runner is known to it, and was logged.
  runner.promise.catch(() => {});
  if (messages !== undefined) await removeLeftovers(messages.recordings.incoming, Date.now());
  const rescue = async () => {
    try {
      await rescueImports(database);
      await forgetSilentCalls(database.query);
      if (messages !== undefined) await rescueMessages(database);
    } catch (error) {
      log.error({ err: error }, "Work that was left lying could not be taken up");
    }
  };
  await rescue();
  const timer = setInterval(() => void rescue(), RESCUE_EVERY_MS);
  timer.unref();
  const now = Date.now;
  const look = (what: string, work: (stop: AbortSignal) => Promise<number | null>) =>
    keepLooking({
      look: work,
      now,
      everyMs: RESCUE_EVERY_MS,
      onError: (error) => log.error({ err: error }, `${what} waits for the next look`),
    });
  const sending =
    texts && look("What is to be texted", (stop) => sendTexts(database, texts, { now, log, stop }));
  const asking =
    texts && look("What became of texts", (stop) => askAfterTexts(database, texts, { now, stop }));
  const fetching =
    messages && look("What came with texts", (stop) => fetchMedia(database, messages, { now, log, stop }));
  if (notices !== undefined)
    telling = keepNotices(database, log, { ...notices, onTexts: () => sending?.soon() });
  const escalating = look("The list of callbacks", (stop) => escalateCallbacks(database, { now, stop }));
  const onFollowedUp = () => {
    sending?.soon();
    escalating.soon();
    telling?.soon();
  };
  const followUps = look("What follows the end of calls", (stop) =>
    followUpCalls(database, { now, log, stop, callsNow: texts?.callsNow, onFollowedUp }),
  );
  const campaigns = look("Campaigns", (stop) =>
    runCampaigns(database, {
      now,
      log,
      stop,
      callsNow: texts?.callsNow,
      onTexts: () => sending?.soon(),
    }),
  );
  return {
    callEnded: followUps.soon,
    campaignsChanged: () => {
      campaigns.soon();
      sending?.soon();
    },
    textsMade() {
      sending?.soon();
      fetching?.soon();
      telling?.soon();
    },
    notices: telling,
    async stop() {
      clearInterval(timer);
      await followUps.stop();
      await Promise.all([
        sending?.stop(),
        asking?.stop(),
        fetching?.stop(),
        escalating.stop(),
        campaigns.stop(),
        telling?.stop(),
      ]);
      await runner.stop().catch((error: unknown) => log.error({ err: error }, "Jobs could not be stopped"));
    },
  };
}
