import type { Clock } from "./clock.ts";

/** Timers that belong to one thing and die with it. */
export interface TimerScope {
  /** Calls `fn` in `seconds`, unless the scope was closed before. */
  after(seconds: number, fn: () => void): void;
  close(): void;
}

/** Opens a scope on a clock. */
export function timerScope(clock: Clock): TimerScope {
  const cancels = new Set<() => void>();
  let open = true;
  return {
    after(seconds, fn) {
      if (!open) return;
      const cancel = clock.setTimer(seconds * 1000, () => {
        cancels.delete(cancel);
        fn();
      });
      cancels.add(cancel);
    },
    close() {
      open = false;
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
