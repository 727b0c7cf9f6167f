import { type CallsNow, NO_CALLS } from "../jobs/calls-now.ts";

/** From so many answers a second on calls are looked up together, as many as come within so many milliseconds, or so many. */
const RUSH_PER_SECOND = 300;
const RUSH_HOLD_MS = 4;
export const RUSH_ENOUGH = 8;

/**
 * How long a call waits for company before it is looked up, in milliseconds. In a rush each statement and each time that
 * a process is woken up costs more than the call itself, and calls that are looked up together are kept together too.
 */
export function holdInRush({ perSecond }: CallsNow): number {
  return perSecond < RUSH_PER_SECOND ? 0 : RUSH_HOLD_MS;
}

/** How calls fare just now, as far as work in the background has to know. */
export type AnswerWatch = { answered(seconds: number): void; now(): CallsNow };

/** A quiet node answers in 2 to 4 ms; beyond this, others than calls take what calls need. */
const SLOW_SECONDS = 0.005;
/** Of each answer in the mean: some five answers say how it is. */
const SHARE = 0.2;
/** What was so long ago says nothing of now. */
const FORGET_MS = 1_000;
/** An answer counts less the longer ago it was, by a factor of e in so much time. */
const FADE_MS = 2_000;

export function watchAnswers(now: () => number = () => performance.now()): AnswerWatch {
  let mean = 0;
  let count = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    answered(seconds) {
      const since = now() - lastAt;
      mean = since > FORGET_MS ? seconds : mean + SHARE * (seconds - mean);
      count = count * Math.exp(-since / FADE_MS) + 1;
      lastAt = now();
    },
    now() {
      const since = now() - lastAt;
      if (since > FORGET_MS) return NO_CALLS;
      const perSecond = (count * Math.exp(-since / FADE_MS) * 1_000) / FADE_MS;
      return { perSecond, slow: mean > SLOW_SECONDS };
    },
  };
}
