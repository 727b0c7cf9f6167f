import type { PresentedCall } from "../calls/present-call.ts";
import type { StoryLine } from "../calls/tell-story.ts";

/** A call as webhooks get it: as the API gives one, and what its number is called. */
export type ToldCall = PresentedCall & { story: StoryLine[]; numberLabel: string | null };

/** A callback that went to somebody else, because nobody had called back in time. */
export type ToldCallback = {
  id: string;
  lead: { id: string; name: string } | null;
  phone: string;
  /** The business number that was called, and what it is called. */
  number: string;
  numberLabel: string | null;
  calls: number;
  openedAt: string;
  lastCallId: string;
  /** Whose it is now. */
  owner: { id: string; name: string } | null;
  text: string;
};

/** A text that somebody sent. */
export type ToldText = {
  id: string;
  /** The conversation's id, as the API has it. */
  conversation: string;
  from: string;
  to: string;
  numberLabel: string | null;
  lead: { id: string; name: string } | null;
  /** Who is to answer; null: nobody in person. */
  owner: { id: string; name: string } | null;
  text: string;
  /** How many pictures and other files came with it. */
  media: number;
  receivedAt: string;
};

/** One of the texts that are unseen when a person is told. */
export type UnseenText = { at: string; text: string; media: number };

/** What a notice is about. */
export type Happening =
  | { event: "callAnswered" | "callMissed"; call: ToldCall }
  | {
      event: "voicemailLeft";
      call: ToldCall;
      voicemail: {
        seconds: number;
        leftAt: string;
        transcript: string | null;
        recording: { state: "fetched" | "failed" | "waiting"; error: string | null; bytes: number | null };
      };
    }
  | { event: "textReceived"; text: ToldText; unseen?: UnseenText[] }
  | { event: "callbackEscalated"; callback: ToldCallback }
  | {
      event: "routingAlert";
      alert: { id: string; callId: string | null; at: string; code: string; text: string };
    };

/** Where and for whom it is written: whose clock the times are of, and where the app is. */
export type Place = { account: string; slug: string; timezone: string; appUrl: string };
