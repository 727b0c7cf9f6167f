import { type Signal, signal } from "../clock/signal.ts";
import type { CallStatus, LegRecord } from "../records.ts";
import type { CallLog } from "./call-log.ts";
import type { Party } from "./party.ts";

/** Where the next document comes from. */
export type Source =
  | {
      from: "url";
      url: string;
      method: "GET" | "POST";
      params: Record<string, string>;
      /** The answer to an action may be asked for twice. */
      isAction: boolean;
    }
  | { from: "text"; xml: string };

/** Why the document of a line stops before its end. */
export type StopReason =
  | { why: "hungUp" }
  /** The carrier's side took it away: the caller left, another phone was first, the REST API ended it. */
  | { why: "canceled" }
  | { why: "redirected"; source: Source };

/** One line between the carrier and a party, with a document running on it. */
export interface Line {
  readonly sid: string;
  readonly legacySid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: "inbound" | "outbound-api" | "outbound-dial";
  readonly party: Party;
  readonly log: CallLog;
  /** The inbound call that this leg belongs to. */
  readonly parent: Line | undefined;
  readonly leg: LegRecord | undefined;
  /** Params that every webhook of this line carries besides the usual ones. */
  readonly extra: Record<string, string>;
  readonly startedAt: number;
  answeredAt: number | undefined;
  endedAt: number | undefined;
  status: CallStatus;
  stop: Signal<StopReason>;
  /** Next SequenceNumber of its status callbacks. */
  sequence: number;
  statusCallback: { url: string; method: "GET" | "POST"; events: readonly string[] } | undefined;
  fallbackUrl: string;
  /** While it rings: how somebody may take it in hand. */
  ringing: { pickUp(): void; decline(): void } | undefined;
  /** The last message left on this line. */
  recording: { sid: string; url: string; seconds: number } | undefined;
}

/**
 * Lets a stopped line run on with another document. A hang-up that came together with the redirect still counts.
 */
export function restart(line: Line): void {
  line.stop = signal();
  if (line.party.hungUp.fired) line.stop.fire({ why: "hungUp" });
}
