import type { AccountId, CallId } from "../routing/values.ts";
import type { Alert, CallRecord } from "./call-record.ts";
import type { CallState } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import type { Script } from "./script.ts";

/** Thrown by a store that can't be reached now, though it could be later. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** Where calls are kept for good. Every method answers only after what it wrote is durable. */
export type CallStore = {
  /** Keeps a new call with its first event; gives back the one that is there already, or null. */
  open(record: CallRecord, raw: Record<string, string>): Promise<CallRecord | null>;
  load(accountId: AccountId, callId: CallId): Promise<CallRecord | null>;
  /** Writes the new state with the event behind it; false if another node was quicker. */
  save(script: Script, state: CallState, event: CallEvent): Promise<boolean>;
  alert(alert: Alert): Promise<void>;
  /** Keeps the recording of a talk, if that step was the one that was connected; whether it did. */
  keepTalk(script: Script, talk: RecordedTalk): Promise<boolean>;
};

/** What the carrier recorded of the leg of a step. */
export type RecordedTalk = { at: number; step: number; seconds: number; url: string };

/** One thing that happened while the store was away. */
export type SpoolEntry =
  | { type: "open"; record: CallRecord; raw: Record<string, string> }
  | { type: "event"; script: Script; event: CallEvent }
  | { type: "talk"; script: Script; talk: RecordedTalk }
  | { type: "alert"; alert: Alert };

/** A local file that keeps entries in order, durably, until they are written to the store. */
export type Spool = {
  append(entry: SpoolEntry): Promise<void>;
  /** Whether entries wait in it. */
  readonly waiting: boolean;
  /** What waits, oldest first: for a process that begins with what an earlier one left. */
  read(): SpoolEntry[];
  /**
   * Hands each entry to `write`, oldest first; forgets them once all are written. Stops where `write`
   * throws StoreUnavailable; an entry that it refuses with another error is set aside.
   */
  drain(write: (entry: SpoolEntry) => Promise<void>): Promise<number>;
};
