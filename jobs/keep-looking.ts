/** Looks for work again and again, one look at a time. */
export type Looking = {
  /** There is something to do: look at once, or once more after the look that is under way. */
  soon(): void;
  stop(): Promise<void>;
};

/** What comes within this time is found by the same look. */
const TOGETHER_MS = 50;
/** By so much of the time between two looks some are sooner: all at once would be in the way of calls. */
const SPREAD = 0.25;

/**
 * Looks for work when it is told that there is some, at the time that the last look gave, and besides every so often:
 * for what another process left, or what nobody could tell. `look` does the work and gives when the next is due, in
 * milliseconds of `now`; null where it knows of none.
 */
export function keepLooking(parts: {
  look: (stop: AbortSignal) => Promise<number | null>;
  now: () => number;
  everyMs: number;
  onError: (error: unknown) => void;
}): Looking {
  const { look, now, everyMs, onError } = parts;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let told = false;

  function lookIn(milliseconds: number): void {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      looking = lookOnce();
    }, milliseconds);
    timer.unref();
  }

  async function lookOnce(): Promise<void> {
    told = false;
    let wait = everyMs * (1 - SPREAD * Math.random());
    try {
      const next = await look(stopping.signal);
      if (next !== null) wait = Math.min(wait, Math.max(TOGETHER_MS, next - now()));
    } catch (error) {
      onError(error);
    }
    looking = null;
    lookIn(told ? TOGETHER_MS : wait);
  }

  lookIn(0);
  return {
    soon() {
      // Told before: the time is set, and must not move on with each word.
      if (!told && looking === null) lookIn(TOGETHER_MS);
      told = true;
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await looking;
    },
  };
}
