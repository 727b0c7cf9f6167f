import type { Clock, TimerOptions } from "./clock.ts";

interface Timer {
  at: number;
  order: number;
  background: boolean;
  fn: () => void;
}

/**
 * Time that jumps from one timer to the next, and only while nothing is in flight, so that a call of a minute
 * takes milliseconds and slow code under test never makes a phone ring out.
 */
export function virtualClock(options: { start?: Date } = {}): Clock {
  let now = (options.start ?? new Date("2026-01-05T15:00:00Z")).getTime();
  let order = 0;
  let holds = 0;
  let scheduled = false;
  let foreground = 0;
  // The latest first, so that the next one is taken from the end.
  const timers: Timer[] = [];

  // One pass of the event loop lets every promise that the last timer settled run to its next wait.
  function schedule() {
    if (scheduled || holds > 0 || foreground === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (holds === 0 && foreground > 0) fireNext();
      schedule();
    });
  }

  function fireNext() {
    const next = timers.at(-1);
    if (!next) return;
    remove(next);
    now = Math.max(now, next.at);
    next.fn();
  }

  function remove(timer: Timer) {
    const at = placeOf(timers, timer);
    if (timers[at] !== timer) return;
    timers.splice(at, 1);
    if (!timer.background) foreground -= 1;
  }

  function setTimer(ms: number, fn: () => void, { background = false }: TimerOptions = {}): () => void {
    order += 1;
    const timer = { at: now + Math.max(0, ms), order, background, fn };
    timers.splice(placeOf(timers, timer), 0, timer);
    if (!background) foreground += 1;
    schedule();
    return () => remove(timer);
  }

  return {
    kind: "virtual",
    now: () => now,
    setTimer,
    hold() {
      let held = true;
      holds += 1;
      return () => {
        if (!held) return;
        held = false;
        holds -= 1;
        schedule();
      };
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimer(ms, resolve);
      }),
    pending: () => timers.length,
  };
}

/** Where a timer stands, or would stand, in a list that has the latest first. */
function placeOf(timers: readonly Timer[], timer: Timer): number {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = timers[middle];
    const later = other && (other.at > timer.at || (other.at === timer.at && other.order > timer.order));
    if (later) low = middle + 1;
    else high = middle;
  }
  return low;
}
