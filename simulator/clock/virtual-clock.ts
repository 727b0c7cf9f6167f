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
  const timers = new Set<Timer>();

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
    let next: Timer | undefined;
    for (const timer of timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    if (!next) return;
    remove(next);
    now = Math.max(now, next.at);
    next.fn();
  }

  function remove(timer: Timer) {
    if (timers.delete(timer) && !timer.background) foreground -= 1;
  }

  function setTimer(ms: number, fn: () => void, { background = false }: TimerOptions = {}): () => void {
    order += 1;
    const timer = { at: now + Math.max(0, ms), order, background, fn };
    timers.add(timer);
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
    pending: () => timers.size,
  };
}
