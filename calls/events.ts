/** What the carrier's answer to a ring amounts to, in neutral words. */
export type RingResult = "pickedUp" | "noAnswer" | "busy" | "declined" | "failed" | "canceled";

/**
 * What happens to a call, in one normal form for every carrier. `at` is our clock at arrival,
 * in milliseconds since 1970. `step` is the position in the plan, counted from 0.
 */
export type CallEvent =
  /** Somebody or something went off-hook on the leg of this step. */
  | { kind: "pickedUp"; at: number; step: number }
  /** The person rung pressed a key; null when the wait ended without one. */
  | { kind: "keyPressed"; at: number; step: number; key: string | null }
  /** The leg of this step is over; the caller is still there unless `callerGone`. */
  | {
      kind: "ringEnded";
      at: number;
      step: number;
      result: RingResult;
      /** The carrier's own word on whether the two were connected; null where it doesn't say. */
      bridgedByCarrier: boolean | null;
      callerGone: boolean;
      carrierWord: string;
    }
  /** The recording verb is over. `seconds` is null where the carrier doesn't say here. */
  | { kind: "recordingEnded"; at: number; seconds: number | null; url: string | null; callerGone: boolean }
  | { kind: "recordingReady"; at: number; seconds: number; url: string }
  | { kind: "recordingMissing"; at: number }
  /** The carrier says that the call is over: by its status callback, or asked by the sweep. */
  | { kind: "callEnded"; at: number; carrierWord: string; by: "callback" | "sweep" }
  /** Something broke on our side; the caller got the safe document. */
  | { kind: "broke"; at: number; what: string };

export type EventKind = CallEvent["kind"];
