import type { Decision } from "../routing/decision.ts";

/** What the carrier's answer to a ring amounts to, in neutral words. */
export type RingResult = "pickedUp" | "noAnswer" | "busy" | "declined" | "failed" | "canceled";

/**
 * What happens to a call, in one normal form for every carrier. `at` is our clock at arrival,
 * in milliseconds since 1970. `step` is the position in the plan, counted from 0.
 */
export type CallEvent =
  /** The menu was heard for the time `round` counts, from 0; null where no key was pressed. */
  | {
      kind: "menuKey";
      at: number;
      round: number;
      key: string | null;
      /** Where the key leads: decided anew, in place of what was decided on arrival. Null: it leads nowhere. */
      decision: Decision | null;
    }
  /** Somebody or something went off-hook on one leg of this step. `target`: its place among the step's phones, 0 unless told. */
  | {
      kind: "pickedUp";
      at: number;
      step: number;
      target?: number;
      /** The carrier's id of the leg, where it is our own call that was picked up. */
      legId?: string;
    }
  /** The browser of whoever makes a call from here has come to the carrier, as the leg of this id. */
  | { kind: "browserCame"; at: number; legId: string }
  /** The person rung pressed a key; null when the wait ended without one. */
  | { kind: "keyPressed"; at: number; step: number; target?: number; key: string | null }
  /** The phones of a step were called one by one: the carrier's id of each leg; null where it would not call. */
  | {
      kind: "legsPlaced";
      at: number;
      step: number;
      legs: (string | null)[];
      /** Why it would not, in words. */
      why?: string;
    }
  /** The leg to one of the phones that were called one by one is over. Advice: the step goes on without it. */
  | { kind: "legEnded"; at: number; step: number; target: number; result: RingResult }
  /** The ringing of this step is over; the caller is still there unless `callerGone`. */
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
  /** Somebody of the business ended a call that they had made from here. */
  | { kind: "hungUp"; at: number; who: string }
  /** Something broke on our side; the caller got the safe document. */
  | { kind: "broke"; at: number; what: string };

export type EventKind = CallEvent["kind"];
