import type { CallEvent } from "../calls/events.ts";
import type { CallBook } from "../calls/keep-calls.ts";
import type { Script } from "../calls/script.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import type { CallPath } from "../carriers/hook.ts";
import type { Profile } from "../carriers/twiml/profile.ts";
import type { Form } from "../carriers/twiml/read-form.ts";
import type { IncomingText, ToldText } from "../carriers/twiml/read-text.ts";
import type { AskedCall, SnapshotFacts } from "../directory/settings-snapshot.ts";
import type { AccountId, CallId } from "../routing/values.ts";
import type { TurnAsked } from "../store/take-turns.ts";
import type { RingTogether } from "./ring-together.ts";

/** What the carriers' edge needs of the house. */
export type HookParts = {
  secret: () => Buffer | null;
  carrier: (id: string) => CarrierConnection | undefined;
  findFacts: (call: AskedCall) => Promise<SnapshotFacts | null>;
  /** A turn of a group that rings in turn; null where none can be taken now. */
  takeTurn: (asked: TurnAsked) => Promise<number | null>;
  book: CallBook;
  /** Calls the phones of steps that ring several of them at once. */
  together: RingTogether;
  /** Keeps a message of which the carrier tells after its call ended in our books. */
  keepLateMessage: (script: Script, event: Extract<CallEvent, { kind: "recordingReady" }>) => Promise<void>;
  /** The call in progress whose own leg, a browser's, has this id. Throws StoreUnavailable. */
  findBrowserCall: (accountId: AccountId, legId: string) => Promise<CallId | null>;
  texts: TextBook;
  publicUrl: string;
  now: () => number;
  /** Told of everything that went wrong while answering. */
  onError: (error: unknown, about: { purpose: string; carrierId: string; callId?: string }) => void;
};

/** Where texts are kept. Both throw StoreUnavailable, and answer only after what they wrote is durable. */
export type TextBook = {
  /** Keeps it, and answers HELP. */
  receive: (connection: CarrierConnection, text: IncomingText, at: number) => Promise<void>;
  tell: (
    connection: CarrierConnection,
    told: ToldText & { key: { accountId: string; id: string } | null },
    at: number,
  ) => Promise<void>;
};

/** A proven request, ready to be answered. */
export type Proven = {
  path: CallPath;
  connection: CarrierConnection;
  profile: Profile;
  form: Form;
  /** How much of the form is proven. */
  proof: "whole" | "part";
  secret: Buffer;
  at: number;
};
