import type { Database } from "../../store/open-database.ts";
import type { Recordings } from "../../voicemail/open-recordings.ts";
import type { CallFollower } from "../follow-calls.ts";
import type { OutboundCalls } from "../open-outbound.ts";
import type { PracticeHall } from "../practice/practice-hall.ts";
import type { SignIn } from "../sign-in/open-sign-in.ts";

/** What the API works with. */
export type ApiDeps = {
  database: Database;
  signIn: SignIn;
  /** Called after a change is committed, before the answer goes out. */
  onSettingsChanged: (accountId: string) => Promise<void>;
  /** Called after a notice was made that is to be sent. */
  onNotices: () => void;
  /** Called after something is to be done for a campaign, or a text was planned. */
  onCampaigns: () => void;
  /** Called after a text was planned that is to be sent. */
  onTexts: () => void;
  /** Plays the carrier for whoever practises. */
  practice: PracticeHall;
  /** Calls that staff members make from here. */
  outbound: OutboundCalls;
  /** Where the recordings of messages are kept. */
  recordings: Recordings;
  /** The address that carriers call. */
  publicUrl: string;
  /** How carriers' REST APIs are reached; the platform's own fetch unless told. */
  fetch?: typeof fetch;
  /** Hears of calls that change; its end is the end of every stream. */
  live: CallFollower;
  /** Hears of callbacks that change. */
  liveCallbacks: CallFollower;
  /** Hears of conversations that change; what it is told are phones. */
  liveConversations: CallFollower;
  /** Milliseconds since 1970. */
  now: () => number;
  log: { error: (details: object, message: string) => void };
};
