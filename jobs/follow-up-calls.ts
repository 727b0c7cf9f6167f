import type { EndedCall } from "../calls/ended-call.ts";
import {
  claimFollowUps,
  endFollowUps,
  nextFollowUpAt,
  postponeFollowUp,
} from "../store/follow-ups/keep-follow-ups.ts";
import type { AccountsToTell } from "../store/notices/read-account-to-tell.ts";
import type { Database } from "../store/open-database.ts";
import { type CallsNow, leaveRoom } from "./calls-now.ts";
import { FOLLOW_UP_STEPS, type FollowUpStep } from "./follow-up-steps.ts";
import type { JobLog } from "./job-log.ts";

/** Claimed at a time: few enough to be done well before others would take them for dead. */
const BATCH = 50;
/** Seconds until another try, by its number: over a day in all, then a person has to look. */
const WAITS = [2, 10, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200];

/**
 * Does what follows the end of each call that is due, until none is. Gives when the next one is, in milliseconds; null:
 * none that is known. While calls wait for their answers it rests after each: they go first, also where thousands have ended.
 */
export async function followUpCalls(
  database: Database,
  parts: {
    now: () => number;
    log: JobLog;
    stop: AbortSignal;
    callsNow?: (() => CallsNow) | undefined;
    /** Told when some were followed up: texts may have been planned, and callbacks opened. */
    onFollowedUp?: () => void;
    steps?: readonly FollowUpStep[];
  },
): Promise<number | null> {
  const { now, log, stop, steps = FOLLOW_UP_STEPS } = parts;
  while (!stop.aborted) {
    const claimed = await claimFollowUps(database.query, { now: now(), most: BATCH });
    if (claimed.length === 0) break;
    const read: AccountsToTell = new Map();
    const done: EndedCall[] = [];
    for (const { call, tries } of claimed) {
      if (stop.aborted) await postponeFollowUp(database.query, call, { error: "stopped", nextTryAt: now() });
      else if (await followUp(call, tries, read)) done.push(call);
      await leaveRoom(parts.callsNow, stop);
    }
    // Together: what is not noted where we end before, is done once more and changes nothing.
    await endFollowUps(database.query, done);
    parts.onFollowedUp?.();
  }
  return nextFollowUpAt(database.query);

  /** Gives whether all of it was done. */
  async function followUp(call: EndedCall, tries: number, read: AccountsToTell): Promise<boolean> {
    const { accountId, callId } = call;
    const failed: string[] = [];
    for (const step of steps) {
      try {
        await step.run(call, { database, now: now(), read });
      } catch (error) {
        log.error({ err: error, accountId, callId, step: step.name }, "What follows a call failed");
        failed.push(`${step.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (failed.length === 0) return true;
    const wait = WAITS[tries - 1];
    const nextTryAt = wait === undefined ? null : now() + wait * 1000;
    await postponeFollowUp(database.query, call, { error: failed.join("; ").slice(0, 500), nextTryAt });
    return false;
  }
}
