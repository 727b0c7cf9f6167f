import type { EndedCall } from "../calls/ended-call.ts";
import type { AccountsToTell } from "../store/notices/read-account-to-tell.ts";
import type { Database } from "../store/open-database.ts";

/** What a step has to work with. `now`: our clock, in milliseconds. `read`: accounts that were read for calls before it. */
export type FollowUpParts = { database: Database; now: number; read: AccountsToTell };

/**
 * One thing that is done after a call has ended, whatever its outcome. It may be done again for the same call (after a
 * crash, or where a later step failed), and must then change nothing more.
 */
export type FollowUpStep = {
  /** Named in the log where it fails. */
  name: string;
  run: (call: EndedCall, parts: FollowUpParts) => Promise<void>;
};
