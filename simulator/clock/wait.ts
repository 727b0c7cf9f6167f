import type { Clock } from "./clock.ts";
import type { Signal } from "./signal.ts";

/** The part of a signal that waiting needs, whatever value it carries. */
export type Waitable = Pick<Signal<never>, "fired"> & { on(fn: () => void): () => void };

/**
 * Waits until one of the signals fires or the seconds have passed, whichever comes first; leaves no timer behind.
 * Without seconds it waits for a signal only.
 */
export function wait(
  clock: Clock,
  seconds: number | undefined,
  signals: readonly Waitable[],
): Promise<"time" | "signal"> {
  if (signals.some((one) => one.fired)) return Promise.resolve("signal");
  return new Promise((resolve) => {
    const undo: (() => void)[] = [];
    const finish = (why: "time" | "signal") => {
      for (const fn of undo.splice(0)) fn();
      resolve(why);
    };
    if (seconds !== undefined) undo.push(clock.setTimer(seconds * 1000, () => finish("time")));
    for (const one of signals) undo.push(one.on(() => finish("signal")));
  });
}
