import type { Logger } from "pino";
import { addMessageJob } from "../jobs/fetch-messages.ts";
import type { NoticeWork } from "../jobs/notice-work.ts";
import { runJobs } from "../jobs/run-jobs.ts";
import type { MessageWork } from "../jobs/take-in-message.ts";
import type { TextWork } from "../jobs/text-work.ts";
import type { NoticeFigures } from "../store/notices/read-notice-figures.ts";
import { type Connection, openDatabase } from "../store/open-database.ts";
import type { RecordingKind } from "../voicemail/voicemail-states.ts";

const AGAIN_MS = 5_000;
/** One listens, one keeps the books, three jobs with two each, six for what follows calls, six for notices, two for campaigns. */
const CONNECTIONS = 22;
/** One claims the texts that are due and reads what stands against them, one notes those that were sent. */
const LINES = 2;

/** Keeps jobs running in this process, also where the database comes later than we do. */
export function keepJobs(
  connection: Connection,
  log: Pick<Logger, "debug" | "info" | "error">,
  messages: MessageWork,
  texts: TextWork,
  /** Left out: people are told by another process. */
  notices?: NoticeWork,
) {
  const database = openDatabase(connection, { max: CONNECTIONS, patient: true });
  const lines = openDatabase(connection, { max: LINES, patient: true, byKey: true });
  let stopped = false;
  let running: Awaited<ReturnType<typeof runJobs>> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let starting = start();

  async function start(): Promise<Awaited<ReturnType<typeof runJobs>> | null> {
    try {
      const jobLog = {
        debug: (details: object, message: string) => log.debug(details, message),
        info: (details: object, message: string) => log.info(details, message),
        error: (details: object, message: string) => log.error(details, message),
      };
      running = await runJobs(database, jobLog, messages, { ...texts, lines }, notices);
      return running;
    } catch (error) {
      log.error({ err: error }, "Jobs can't run yet; trying again");
      if (!stopped) {
        timer = setTimeout(() => {
          starting = start();
        }, AGAIN_MS);
        timer.unref();
      }
      return null;
    }
  }

  return {
    /** A caller has left a message, or a talk was recorded: the recording is fetched at once. Where that fails, the periodic look finds it. */
    messageLeft(accountId: string, callId: string, kind: RecordingKind = "message"): void {
      if (stopped) return;
      addMessageJob(database.query, { accountId, callId, kind }).catch((error: unknown) =>
        log.debug({ err: error }, "A message waits for the periodic look"),
      );
    },
    /** A call has ended: what follows is done at once. Where jobs can't run yet, they find it when they can. */
    callEnded(): void {
      if (!stopped) void starting.then((jobs) => jobs?.callEnded());
    },
    /** Something is to be sent at once. */
    noticesMade(): void {
      if (!stopped) running?.notices?.soon();
    },
    /** Something is to be done for a campaign at once. */
    campaignsChanged(): void {
      if (!stopped) running?.campaignsChanged();
    },
    /** A text is to be sent at once, or a picture came with one. */
    textsMade(): void {
      if (!stopped) running?.textsMade();
    },
    /** How it goes with what people and programs are told. */
    noticeFigures(): readonly NoticeFigures[] {
      return running?.notices?.figures() ?? [];
    },
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await (await starting)?.stop();
      await database.close();
      await lines.close();
    },
  };
}
