import type { AccountId, CallId } from "../routing/values.ts";
import type { CallRecord } from "./call-record.ts";
import type { Outcome } from "./call-state.ts";

/** A call that is over, with everything that is kept of it. */
export type EndedCall = {
  accountId: AccountId;
  callId: CallId;
  outcome: Outcome;
  /** In milliseconds. */
  endedAt: number;
  record: CallRecord;
};
