/** Counts what is under way, so that one can wait for the end of everything. */
export interface WorkTracker {
  /** Follows a promise to its end; a rejection is kept for `idle`. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way; rejects with the first defect met since the last time. */
  idle(): Promise<void>;
  readonly busy: number;
}

/** A tracker with nothing under way. */
export function workTracker(): WorkTracker {
  let busy = 0;
  let waiting: (() => void)[] = [];
  const defects: unknown[] = [];
  function settle() {
    busy -= 1;
    if (busy > 0) return;
    const resume = waiting;
    waiting = [];
    for (const fn of resume) fn();
  }
  return {
    get busy() {
      return busy;
    },
    track(work) {
      busy += 1;
      work.then(settle, (cause) => {
        defects.push(cause);
        settle();
      });
      return work;
    },
    async idle() {
      while (busy > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const [defect] = defects.splice(0);
      if (defect !== undefined) throw defect;
    },
  };
}
