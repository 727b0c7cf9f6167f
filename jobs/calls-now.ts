import { setTimeout as sleep } from "node:timers/promises";

/**
 * How calls fare at this moment: how many requests about them are answered a second (0: none for a second), and whether
 * they wait longer for their answers than they should. They go first: what can wait leaves them room.
 */
export type CallsNow = { perSecond: number; slow: boolean };

export const NO_CALLS: CallsNow = { perSecond: 0, slow: false };

/** How long work that can wait rests before it looks again how calls fare. */
const REST_MS = 50;
/** Requests about calls a second, times texts a second beside them: with ten of those a hundred of these, and so on. */
const ROOM = 1_000;

/** Beside calls what concerns texts waits so long for more of its kind: each statement and each answer wakes processes up. */
const TOGETHER_MS = 200;

/** How long what can wait waits for company, in milliseconds: not at all while nobody calls. */
export function holdBeside({ perSecond }: CallsNow): number {
  return perSecond === 0 ? 0 : TOGETHER_MS;
}

/** How many texts a second may be planned or sent beside calls. */
export function textsBeside({ perSecond }: CallsNow): number {
  return perSecond === 0 ? Number.POSITIVE_INFINITY : ROOM / perSecond;
}

/**
 * Rests where calls wait longer than they should; and after so many `texts` until calls have had the room that those took.
 * It goes on at once where it is to stop, and where no more calls come.
 */
export async function leaveRoom(
  callsNow: (() => CallsNow) | undefined,
  stop: AbortSignal,
  texts = 0,
): Promise<void> {
  if (callsNow === undefined) return;
  let owed = texts;
  for (let calls = callsNow(); (calls.slow || owed > 0) && !stop.aborted; calls = callsNow()) {
    if (calls.perSecond === 0) return;
    await sleep(REST_MS, undefined, { signal: stop }).catch(() => {});
    owed -= (textsBeside(calls) * REST_MS) / 1_000;
    if (owed <= 0) return;
  }
}
