/** Options of one timer. */
export interface TimerOptions {
  /** A background timer (a sweep, a poll) fires when its time passes but never makes time pass by itself. */
  background?: boolean;
}

/**
 * The one source of time in the simulator. A product under test that takes its time from `now()` lives on the
 * same time line as its callers.
 */
export interface Clock {
  readonly kind: "virtual" | "real";
  /** Milliseconds since 1970, as Date.now(). */
  now(): number;
  /** Calls `fn` after `ms` milliseconds of this clock; the result cancels it. */
  setTimer(ms: number, fn: () => void, options?: TimerOptions): () => void;
  /** Says that work is in flight which must end at the present moment; time stands still until released. */
  hold(): () => void;
  /** Resolves after `ms` milliseconds of this clock. */
  sleep(ms: number): Promise<void>;
  /** How many timers are waiting; for finding leaks. */
  pending(): number;
}

/** Wall-clock time, for the server that people try by hand. */
export function realClock(): Clock {
  const timers = new Set<NodeJS.Timeout>();
  function setTimer(ms: number, fn: () => void): () => void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        fn();
      },
      Math.max(0, ms),
    );
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  }
  return {
    kind: "real",
    now: () => Date.now(),
    setTimer,
    hold: () => () => {},
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimer(ms, resolve);
      }),
    pending: () => timers.size,
  };
}
