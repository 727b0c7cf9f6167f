import type { EndedCall } from "../calls/ended-call.ts";
import type { Database } from "../store/open-database.ts";
import { tellPeople } from "./tell-people.ts";

/** What a step has to work with. `now`: our clock, in milliseconds. */
export type FollowUpParts = { database: Database; now: number };

/**
 * One thing that is done after a call has ended, whatever its outcome. It may be done again for the same call (after a
 * crash, or where a later step failed), and must then change nothing more.
 */
export type FollowUpStep = {
  /** Named in the log where it fails. */
  name: string;
  run: (call: EndedCall, parts: FollowUpParts) => Promise<void>;
};

/** Everything that follows a call's end, in this order. A step that fails holds none of the others up. */
export const FOLLOW_UP_STEPS: readonly FollowUpStep[] = [tellPeople];
