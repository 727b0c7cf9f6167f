import type { Decision } from "../routing/decision.ts";
import type { Attestation, E164 } from "../routing/values.ts";
import type { CallState } from "./call-state.ts";
import type { Script } from "./script.ts";

/** Everything that is kept of a call. */
export type CallRecord = {
  script: Script;
  carrierId: string;
  carrierCallId: string;
  /** `outbound`: somebody of the business made it from here; then `from` is the business number that was shown. */
  direction: "inbound" | "outbound";
  /** Null for a withheld caller; `fromAsGiven` has what the carrier wrote. */
  from: E164 | null;
  fromAsGiven: string;
  to: E164;
  lead: { id: string; name: string } | null;
  /** Null where the call came before it could be decided, or to a number that is not the account's. */
  decision: Decision | null;
  state: CallState;
  /** What the carriers said of the caller's number; null: not known. */
  attestation: Attestation | null;
};

/** Between whom a call is: the phone on the other side, null where it is withheld, and the business number. */
export function endsOf({ direction, from, to }: CallRecord): { phone: E164 | null; number: E164 | null } {
  return direction === "outbound" ? { phone: to, number: from } : { phone: from, number: to };
}

/** Something the account should know, kept until somebody has seen it. */
export type Alert = {
  accountId: string;
  callId: string | null;
  at: number;
  code:
    | "numberUnknown"
    | "nobodyToRing"
    | "notConnected"
    | "broke"
    | "databaseAway"
    | "recordingNotFetched"
    | "webhookStopped"
    | "callbackOverdue"
    | "textsNotRegistered"
    | "callerHeldOff";
  text: string;
};
