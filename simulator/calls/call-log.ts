import type { Clock } from "../clock/clock.ts";
import type { CallStatus, SimulatedCall, TimelineEntry, Violation } from "../records.ts";

/** Writes down what happens in one call. */
export interface CallLog {
  readonly record: SimulatedCall;
  /** Status callbacks of one call leave one after the other, unless misbehaviour says otherwise. */
  callbacks: Promise<unknown>;
  /** Documents fetched so far, over all its lines. */
  fetched: number;
  note(what: string, details?: Record<string, string | number | boolean | undefined>): void;
  error(message: string): void;
  violation(what: string, url?: string): void;
  finish(): void;
}

/** Opens the record of a call. */
export function openCallLog(
  clock: Clock,
  all: Violation[],
  facts: { sid: string; from: string; to: string; direction: SimulatedCall["direction"]; status: CallStatus },
): CallLog {
  const watchers = new Set<(entry: TimelineEntry) => void>();
  let finish = () => {};
  const record: SimulatedCall = {
    ...facts,
    ended: new Promise((resolve) => {
      finish = () => resolve(record);
    }),
    timeline: [],
    documents: [],
    violations: [],
    legs: [],
    connectedTo: null,
    bridges: [],
    recordings: [],
    talks: [],
    heard: [],
    heardByLegs: {},
    errors: [],
    dialedWhileBridged: false,
    dialedAfterBridge: false,
    watch(fn) {
      watchers.add(fn);
      return () => watchers.delete(fn);
    },
  };
  const log: CallLog = {
    record,
    callbacks: Promise.resolve(),
    fetched: 0,
    note(what, details = {}) {
      const entry = { at: clock.now(), what, ...details };
      record.timeline.push(entry);
      for (const fn of watchers) fn(entry);
    },
    error(message) {
      record.errors.push(message);
      log.note("error", { message });
    },
    violation(what, url) {
      const found: Violation = { at: clock.now(), callSid: record.sid, what };
      if (url !== undefined) found.url = url;
      record.violations.push(found);
      all.push(found);
      log.note("violation", { rule: what });
    },
    finish: () => finish(),
  };
  return log;
}
