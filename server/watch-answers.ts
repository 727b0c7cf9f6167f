/** How long calls wait for an answer just now, as far as work in the background has to know. */
export type AnswerWatch = {
  answered(seconds: number): void;
  /** Calls come in, and wait longer than they should: work that can wait does. */
  areSlow(): boolean;
};

/** A quiet node answers in 2 to 4 ms; beyond this, others than calls take what calls need. */
const SLOW_SECONDS = 0.008;
/** Of each answer in the mean: some ten answers say how it is. */
const SHARE = 0.1;
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
    areSlow: () => mean > SLOW_SECONDS && now() - lastAt <= FORGET_MS,
  };
}
