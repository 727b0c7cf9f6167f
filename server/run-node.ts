import { setFlagsFromString } from "node:v8";
import type { Logger } from "pino";
import { openMail } from "../notify/open-mail.ts";
import { sayMailTrouble } from "../notify/say-trouble.ts";
import { CALLBACKS_CHANGED } from "../store/callbacks/note-callback.ts";
import { CONVERSATIONS_CHANGED } from "../store/conversations/touch-conversation.ts";
import { openRecordings } from "../voicemail/open-recordings.ts";
import { createApp } from "./create-app.ts";
import type { Environment } from "./environment.ts";
import { followCalls } from "./follow-calls.ts";
import { keepJobs } from "./keep-jobs.ts";
import { listenHttp } from "./listen-http.ts";
import { startNode } from "./node.ts";
import { offerFirstRun } from "./offer-first-run.ts";
import { openPracticeHall } from "./practice/practice-hall.ts";
import type { ProvidedDatabase } from "./provide-database.ts";

// The whole heap is collected when it has grown by this much, not by several times its size: memory stays low, and
// collections stay rare (docs/performance.md). A hint of V8's; one that a later V8 does not know it ignores.
setFlagsFromString("--heap-growing-percent=30");

/** One node on its database: serves and works until it is told to stop, then ends the process. */
export async function runNode(parts: {
  environment: Environment;
  log: Logger;
  provided: ProvidedDatabase;
  toldToStop: Promise<string>;
}): Promise<void> {
  const { environment, log, provided, toldToStop } = parts;
  const { host, port, dataFolder, publicUrl, mail } = environment;
  let local = "";
  const practice = openPracticeHall({ publicUrl, local: () => local });
  const { connection } = provided;
  const recordings = openRecordings({ dataFolder, bucket: environment.bucket });
  let jobs: ReturnType<typeof keepJobs> | undefined;
  const node = await startNode({
    connection,
    dataFolder,
    publicUrl,
    log,
    fetch: practice.fetch,
    onMessageLeft: (accountId, callId) => jobs?.messageLeft(accountId, callId),
    onTalkRecorded: (accountId, callId) => jobs?.messageLeft(accountId, callId, "call"),
    onCallEnded: () => jobs?.callEnded(),
    onTextReceived: () => jobs?.textsMade(),
  }).catch(async (error: unknown) => {
    await provided.stop();
    throw error;
  });
  const send = practice.fetch;
  const { transcriber } = environment;
  const sendMail = mail === null ? null : openMail(mail);
  const running = keepJobs(
    connection,
    log,
    { recordings, send, transcriber },
    { send, publicUrl, callsNow: node.callsNow },
    {
      mail: mail === null || sendMail === null ? null : { send: sendMail, from: mail.from },
      recordings,
      appUrl: publicUrl,
      allowPrivate: environment.privateWebhooks,
      onTried: node.metrics.noticeTried,
    },
  );
  jobs = running;
  node.metrics.watchNotices(running.noticeFigures);
  const lost = (error: unknown) =>
    log.info({ err: error }, "A connection that hears of changes was lost; it comes back");
  const live = followCalls(connection, lost);
  const liveCallbacks = followCalls(connection, lost, CALLBACKS_CHANGED);
  const liveConversations = followCalls(connection, lost, CONVERSATIONS_CHANGED);
  const listening = await listenHttp({
    host,
    port,
    answerHook: node.answerHook,
    app: createApp(node, log, {
      publicUrl,
      sendMail,
      onNotices: running.noticesMade,
      onCampaigns: running.campaignsChanged,
      troubles: () => sayMailTrouble(running.noticeFigures(), Date.now()),
      practice,
      live,
      liveCallbacks,
      liveConversations,
      onTexts: running.textsMade,
      recordings,
    }),
    onError: (error) => log.error({ err: error }, "A request could not be answered"),
  }).catch(async (error: unknown) => {
    await jobs?.stop();
    await node.stop();
    await provided.stop();
    throw error;
  });
  const address = `http://${host}:${listening.port}`;
  local = localAddress(host, listening.port);
  process.stdout.write(`Ringright is ready at ${address}\n`);
  // Not awaited: a database that hangs must not keep this node from being told to stop.
  offerFirstRun(node.database, address).then(
    (line) => process.stdout.write(line),
    (error: unknown) => log.error({ err: error }, "Could not look whether somebody can sign in"),
  );
  if (process.connected) process.send?.("ready");

  const why = await toldToStop;
  log.info({ why }, "Stopping: calls in progress go on at their carrier");
  try {
    // Whoever looks at calls in progress would hold the server open.
    await Promise.all([live.stop(), liveCallbacks.stop(), liveConversations.stop()]);
    await listening.close();
    await jobs.stop();
    await node.stop();
    await provided.stop();
    process.exit(0);
  } catch (error) {
    log.fatal({ err: error }, "Could not stop cleanly");
    process.exit(1);
  }
}

/** How this process reaches itself. */
function localAddress(host: string, port: number): string {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
