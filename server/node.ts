import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { keepCalls } from "../calls/keep-calls.ts";
import { StoreUnavailable } from "../calls/ports.ts";
import type { Script } from "../calls/script.ts";
import { QUIET_MS, sweepCalls } from "../calls/sweep-calls.ts";
import { askCarrier } from "../carriers/ask-carrier.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import type { HookRequest, HookResponse } from "../carriers/hook.ts";
import { readHookPath } from "../carriers/hook.ts";
import type { IncomingText } from "../carriers/twiml/read-text.ts";
import type { AskedCall } from "../directory/settings-snapshot.ts";
import { type CallsNow, holdBeside } from "../jobs/calls-now.ts";
import { askWithin } from "../store/ask-within.ts";
import { gatherWork } from "../store/gather-work.ts";
import { keepCallRows } from "../store/keep-call-rows.ts";
import { keepSpool } from "../store/keep-spool.ts";
import { listenForChanges } from "../store/listen-for-changes.ts";
import { receiveText, type ToldOf, tellTexts } from "../store/messages/keep-told-texts.ts";
import { migrateToLatest } from "../store/migrate-database.ts";
import { type Connection, type Database, openDatabase } from "../store/open-database.ts";
import { findBrowserCall } from "../store/outbound/find-browser-call.ts";
import { readArrival } from "../store/read-arrival.ts";
import { readFactsOfMany } from "../store/read-facts.ts";
import { readKnownSettings } from "../store/read-known-settings.ts";
import { readQuietCalls, type SweepPlace } from "../store/read-quiet-calls.ts";
import { rememberAccounts } from "../store/remember-accounts.ts";
import { type TurnAsked, takeTurns } from "../store/take-turns.ts";
import { keepLateMessage } from "../store/voicemails/keep-voicemails.ts";
import { announceCalls } from "./announce-calls.ts";
import { answerHelp } from "./answer-help.ts";
import { answerHook } from "./answer-hook.ts";
import { followSettings } from "./follow-settings.ts";
import { guardDatabase } from "./guard-database.ts";
import { knowSettings } from "./know-settings.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type OutboundCalls, openOutbound } from "./open-outbound.ts";
import { ringTogether } from "./ring-together.ts";
import { holdInRush, RUSH_ENOUGH, watchAnswers } from "./watch-answers.ts";

/** One running node of an installation: everything but its HTTP server. */
export type RingrightNode = {
  answerHook(request: HookRequest): Promise<HookResponse>;
  /** For work in the background: settings, lists, reports. */
  database: Database;
  /** The connections that answer calls, and nothing else. */
  callPool: Database["pool"];
  metrics: Metrics;
  /** Calls that staff members make from here. */
  outbound: OutboundCalls;
  /** Waits until the phones of ring groups are called, or their calls ended, for what was answered so far. */
  settled(): Promise<void>;
  /** Whether calls can be routed, and what is not as it should be. */
  readiness(): { ready: boolean; degraded: string[] };
  /** How calls fare at this moment, for work that can wait. */
  callsNow(): CallsNow;
  /** Reads settings again at once: after this node changed them. */
  refreshSettings(): Promise<void>;
  /** Ends calls whose last event never came; gives how many. */
  sweep(): Promise<number>;
  stop(): Promise<void>;
};

/** No webhook waits longer for an answer of the database; carriers give up after 5 s (carriers.md §2). */
const ANSWER_MS = 2_000;
/** Requests of carriers for which nobody holds a phone. */
const BESIDE_CALLS: ReadonlySet<string> = new Set(["refused", "sms", "text-status"]);
const SWEEP_EVERY_MS = 30_000;
/** How long the database may take to close its connections when the node stops. */
const GOODBYE_MS = 5_000;

/**
 * Starts a node on a database that may or may not be there. It resolves once calls can be routed, or
 * once it is known that they can't be until the database comes (`readiness`).
 */
export async function startNode(parts: {
  connection: Connection;
  dataFolder: string;
  publicUrl: string;
  log: Logger;
  now?: () => number;
  /** How carriers' REST APIs are reached; the platform's own fetch unless told. */
  fetch?: typeof fetch;
  /** Told of each call that ended with a message, after it is kept. Must cost nothing. */
  onMessageLeft?: (accountId: string, callId: string) => void;
  /** Told of each recording of a talk, after it is noted. Must cost nothing. */
  onTalkRecorded?: (accountId: string, callId: string) => void;
  /** Told of each call that ended, after it is kept. Must cost nothing. */
  onCallEnded?: () => void;
  /** Told of each text that came, after it is kept. Must cost nothing. */
  onTextReceived?: () => void;
}): Promise<RingrightNode> {
  const { connection, dataFolder, publicUrl, log } = parts;
  const now = parts.now ?? Date.now;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const known = await knowSettings(dataFolder, (error) =>
    log.error({ err: error }, "Last known settings can't be written to the data folder"),
  );
  const database = openDatabase(connection, { max: 20, byKey: true });
  const calls = askWithin(database.pool, ANSWER_MS);
  const background = openDatabase(connection, { max: 2, patient: true });
  const spool = keepSpool(dataFolder, (error) =>
    log.error({ err: error }, "What waited could not be written; it was set aside in spool.refused.jsonl"),
  );
  let sweepPlace: SweepPlace | null = null;
  let stopListening: (() => Promise<void>) | null = null;
  let stopped = false;

  const guard = guardDatabase({
    database: calls,
    now,
    whenAway: (cause) =>
      log.error({ err: cause }, "The database is away; calls go on with last known settings"),
    whenBack,
  });
  const guarded: Pick<Database["pool"], "query"> = {
    query: ((config: never) => guard.run(() => calls.query(config))) as never,
  };
  const announcer = announceCalls({
    pool: { query: ((config: never) => guard.run(() => background.pool.query(config))) as never },
    onError: ignoreAway,
  });
  const book = keepCalls({
    store: keepCallRows(guarded),
    spool,
    onLost: (error) =>
      log.error(
        { err: error },
        "Neither the database nor the spool can be written; the call goes on unrecorded",
      ),
    onChanged: (accountId, callId, { outcome }) => {
      announcer.changed(accountId, callId);
      if (outcome === "voicemail") parts.onMessageLeft?.(accountId, callId);
      if (outcome !== null) parts.onCallEnded?.();
    },
    onSilentCall: known.noteSilentCall,
    ...(parts.onTalkRecorded === undefined ? {} : { onTalkRecorded: parts.onTalkRecorded }),
  });
  const together = ringTogether({
    book,
    publicUrl,
    send: parts.fetch ?? fetch,
    now,
    readArrival: (accountId, callId) =>
      guard
        .run(() => readArrival(background.pool, accountId, callId))
        .catch((error: unknown) => {
          ignoreAway(error);
          return { callToken: null, applicationId: null };
        }),
    onError: (error, about) =>
      log.error({ err: error, ...about }, "A phone of a ring group could not be called"),
  });
  const outbound = openOutbound({
    database: background,
    book,
    secret: () => known.secret,
    carrier: known.carrier,
    carriers: known.carriers,
    publicUrl,
    send: parts.fetch ?? fetch,
    now,
    onError: (error, about) => log.error({ err: error, ...about }, "A call from here could not be placed"),
  });
  const settings = followSettings({ known, guard, pool: background.pool, onError: ignoreAway });
  const metrics = createMetrics({
    databaseAway: () => guard.awaySince !== null,
    spoolWaiting: () => spool.waiting,
    liveCalls: () => book.liveCalls,
  });

  /** Brings everything up to date with a database that has just come, or come back. */
  async function whenBack(): Promise<void> {
    await migrateToLatest(background);
    await stopListening?.();
    stopListening = await listenForChanges(
      connection,
      () => void settings.changed().catch(ignoreAway),
      () => {
        stopListening = null;
        void guard.run(() => calls.query("SELECT 1").then(listenAgain)).catch(ignoreAway);
      },
    );
    // Stopped meanwhile: nobody would end this connection any more.
    if (stopped) return stopListening();
    await known.learn(readKnownSettings(calls));
    const written = await book.catchUp();
    if (written === 0) return;
    log.info({ written }, "Wrote what had happened while the database was away");
    // Silent calls among it.
    await known.learn(readKnownSettings(calls));
  }

  /** The database is there, only the listening connection was lost. */
  async function listenAgain(): Promise<void> {
    if (!stopped) await whenBack();
  }

  function ignoreAway(error: unknown): void {
    if (!(error instanceof StoreUnavailable)) log.error({ err: error }, "Work in the background failed");
  }

  async function sweep(): Promise<number> {
    const asked = { now: now(), quietMs: QUIET_MS, after: sweepPlace };
    const quiet = await guard.run(() => readQuietCalls(background.pool, asked));
    sweepPlace = quiet.next;
    const ended = await sweepCalls({
      quiet: quiet.calls,
      book,
      now,
      askCarrier: async (record) => {
        const carrier = known.carrier(record.carrierId);
        return carrier === undefined ? null : askCarrier(carrier, record.carrierCallId, parts.fetch);
      },
    });
    return ended + (await guard.run(() => outbound.sweep()));
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    guard.stop();
    // A database that hangs says no goodbye, and must not keep the process from ending.
    const patience = new AbortController();
    const enough = sleep(GOODBYE_MS, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.race([sayGoodbye(), enough]);
    patience.abort();
  }

  async function sayGoodbye(): Promise<void> {
    await together.settled();
    await announcer.stop();
    await settings.stop();
    await stopListening?.();
    await Promise.all([database.close(), background.close()]);
  }

  const timer = setInterval(() => {
    void sweep().catch(ignoreAway);
    settings.rememberLeads();
  }, SWEEP_EVERY_MS);
  timer.unref();

  try {
    await guard.run(whenBack);
    settings.rememberLeads("now");
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) {
      await stop();
      throw error;
    }
  }

  const answers = watchAnswers();
  const accounts = rememberAccounts();
  const readTogether = gatherWork({
    run: (calls: AskedCall[]) => readFactsOfMany(guarded, accounts, calls),
    isShared: (error) => error instanceof StoreUnavailable,
    lanes: 1,
    most: 64,
    holdMs: () => holdInRush(answers.now()),
    enough: RUSH_ENOUGH,
  });
  const tellTogether = gatherWork({
    run: async (all: ToldOf[]) => {
      await tellTexts(guarded, all);
      return all.map(() => undefined);
    },
    isShared: (error) => error instanceof StoreUnavailable,
    lanes: 1,
    most: 64,
    holdMs: () => holdBeside(answers.now()),
  });
  const takeTurnOf = takeTurns(guarded, (error) => error instanceof StoreUnavailable);
  const hookParts = {
    takeTurn: async (asked: TurnAsked) => {
      try {
        return await takeTurnOf(asked);
      } catch (error) {
        // Somebody is rung first in any case.
        ignoreAway(error);
        return null;
      }
    },
    together,
    secret: () => known.secret,
    carrier: known.carrier,
    book,
    keepLateMessage: async (script: Script, event: { at: number; seconds: number; url: string }) => {
      const { accountId, callId } = script;
      // Most were kept with the end of their call. Where the database is away, those will be too.
      const made = await guard
        .run(() => keepLateMessage(background.query, { accountId, callId }, event))
        .catch(ignoreAway);
      if (made) parts.onMessageLeft?.(accountId, callId);
    },
    texts: {
      receive: async (connection: CarrierConnection, text: IncomingText, at: number) => {
        const kept = await receiveText(guarded, connection, text, at);
        await guard.run(() => answerHelp(background, connection, { ...kept, id: text.id }, at));
        parts.onTextReceived?.();
      },
      tell: (connection: CarrierConnection, told: ToldOf["told"], at: number) =>
        tellTogether({ connection, told, at }),
    },
    findBrowserCall: (accountId: string, legId: string) =>
      guard.run(() => findBrowserCall(background.pool, accountId, legId)),
    publicUrl,
    now,
    findFacts: async (call: AskedCall) => {
      try {
        return await readTogether(call);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        return known.find(call);
      }
    },
    onError: (error: unknown, about: object) =>
      log.error({ err: error, ...about }, "A carrier's request was answered with the safe document"),
  };

  return {
    settled: together.settled,
    database: background,
    callPool: database.pool,
    metrics,
    outbound,
    callsNow: answers.now,
    refreshSettings: settings.refresh,
    sweep,
    async answerHook(request) {
      const began = performance.now();
      const response = await answerHook(hookParts, request);
      const path = response.status === 200 ? readHookPath(request.target) : null;
      const seconds = (performance.now() - began) / 1000;
      const purpose = path?.purpose ?? "refused";
      if (!BESIDE_CALLS.has(purpose)) answers.answered(seconds);
      metrics.hookAnswered({ kind: path?.kind ?? "none", purpose, status: response.status, seconds });
      return response;
    },
    readiness() {
      const degraded: string[] = [];
      if (guard.awaySince !== null) {
        degraded.push(
          `database: away since ${new Date(guard.awaySince).toISOString()}; last known settings are used`,
        );
      }
      if (spool.waiting) degraded.push("spool: events wait to be written to the database");
      return { ready: known.secret !== null, degraded };
    },
    stop,
  };
}
