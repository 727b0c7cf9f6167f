import type { Generated } from "kysely";
import type { CallbackEventKind, CallbackState } from "../callbacks/callback-states.ts";
import type { Outcome } from "../calls/call-state.ts";
import type { OptOutSource, TextKind, TextState } from "../messages/text-states.ts";
import type { ByDefault, Id, Key } from "./column-types.ts";

/** A text in or out. */
export type TextMessageTable = {
  account_id: Key;
  id: Id;
  direction: "in" | "out";
  kind: TextKind;
  /** The business number, and the other's phone. */
  number: string;
  phone: string;
  lead_id: string | null;
  /** The call that it is about. */
  call_id: string | null;
  /** The campaign that it belongs to, and which of its steps it is. */
  campaign_id: ByDefault<string | null>;
  campaign_step: ByDefault<number | null>;
  carrier_id: string | null;
  carrier_message_id: string | null;
  body: string;
  segments: number;
  state: TextState;
  error_code: string | null;
  error: string | null;
  /** Planned once for each key. */
  dedupe_key: string | null;
  tries: Generated<number>;
  due_at: Date;
  /** When something is to be done for it; null: nothing is. */
  next_try_at: Date | null;
  created_at: Date;
  /** When it was first handed to the carrier, or was about to be. */
  sending_at: Date | null;
  sent_at: Date | null;
  changed_at: Date;
  /** The text that failed, and is sent again with this one. */
  again_of: ByDefault<string | null>;
  /** Who wrote it; null: nobody in person. */
  staff_id: ByDefault<string | null>;
  /** What the carrier takes for it, in its own words for the currency; null: not known (yet). */
  price: ByDefault<string | null>;
  price_unit: ByDefault<string | null>;
  ask_after_at: ByDefault<Date | null>;
};

export type OptOutTable = {
  account_id: Key;
  phone: string;
  since: Date;
  source: OptOutSource;
  said: string | null;
};

export type CallbackTable = {
  account_id: Key;
  id: Id;
  /** `lead:` with its key, or `phone:` with the phone of an unknown caller. */
  who: string;
  lead_id: string | null;
  phone: string;
  number: string;
  state: Generated<CallbackState>;
  owner_id: string | null;
  calls: Generated<number>;
  opened_at: Date;
  last_call_id: string;
  last_call_at: Date;
  last_outcome: Outcome;
  closed_at: Date | null;
  closed_by: string | null;
  closed_why: "talked" | "byHand" | null;
  note: string | null;
  /** When it goes to the next person; null: it stays. */
  escalate_at: Date | null;
  changed_at: Date;
};

export type CallbackEventTable = {
  account_id: Key;
  id: Id;
  callback_id: string;
  at: Date;
  kind: CallbackEventKind;
  actor: string | null;
  owner_id: string | null;
  text: string;
  /** Whether its notices are made. */
  told: Generated<boolean>;
};

/** What was decided about texting back after a call. */
export type TextBackTable = {
  account_id: Key;
  call_id: string;
  at: Date;
  reason: string | null;
  text: string | null;
  message_id: string | null;
};
