import { setTimeout as sleep } from "node:timers/promises";

/**
 * How calls fare at this moment: none has come for a second, they have their answers as fast as they should, or they wait
 * longer. They go first: what can wait leaves them room.
 */
export type CallsNow = "none" | "fast" | "slow";

/** How long work that can wait rests where calls wait for their answers. */
const REST_MS = 50;

/** Rests where calls wait longer than they should; not at all where it is to stop. */
export async function leaveRoom(callsNow: (() => CallsNow) | undefined, stop: AbortSignal): Promise<void> {
  if (callsNow?.() === "slow") await sleep(REST_MS, undefined, { signal: stop }).catch(() => {});
}
