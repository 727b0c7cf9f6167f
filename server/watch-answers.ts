import type { CallsNow } from "../jobs/calls-now.ts";

/** How long calls wait for an answer just now, as far as work in the background has to know. */
export type AnswerWatch = { answered(seconds: number): void; now(): CallsNow };

/** A quiet node answers in 2 to 4 ms; beyond this, others than calls take what calls need. */
const SLOW_SECONDS = 0.005;
/** Of each answer in the mean: some five answers say how it is. */
const SHARE = 0.2;
/** What was so long ago says nothing of now. */
const FORGET_MS = 1_000;

export function watchAnswers(now: () => number = () => performance.now()): AnswerWatch {
  let mean = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    answered(seconds) {
      mean = now() - lastAt > FORGET_MS ? seconds : mean + SHARE * (seconds - mean);
      lastAt = now();
    },
    now() {
      if (now() - lastAt > FORGET_MS) return "none";
      return mean > SLOW_SECONDS ? "slow" : "fast";
    },
  };
}
