import { type Signal, signal } from "../clock/signal.ts";
import type { Line } from "./line.ts";

/** A caller who waits in a queue. */
export interface Waiter {
  readonly line: Line;
  readonly since: number;
  /** Fires when somebody takes the caller out to talk to them. */
  readonly taken: Signal<Line>;
  /** Fires when that talk is over. */
  readonly over: Signal<void>;
}

/** A queue; its name is the account's own. It stays when it is empty, until it is deleted. */
export interface Queue {
  readonly sid: string;
  readonly name: string;
  readonly waiting: Waiter[];
}

/** An empty queue. */
export function openQueue(sid: string, name: string): Queue {
  return { sid, name, waiting: [] };
}

/** Puts a line at the end of a queue. */
export function joinQueue(queue: Queue, line: Line, now: number): Waiter {
  const waiter = { line, since: now, taken: signal<Line>(), over: signal<void>() };
  queue.waiting.push(waiter);
  return waiter;
}

export function leaveQueue(queue: Queue, waiter: Waiter): void {
  const place = queue.waiting.indexOf(waiter);
  if (place >= 0) queue.waiting.splice(place, 1);
}
