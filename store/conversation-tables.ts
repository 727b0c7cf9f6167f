import type { Generated } from "kysely";
import type { RegistrationState } from "../messages/registration.ts";
import type { Id, Key } from "./column-types.ts";

/** A phone that the business has to do with. */
export type ConversationTable = {
  account_id: Key;
  phone: string;
  /** The business number that was used last. */
  number: string;
  last_at: Date;
  /** When they last wrote. */
  received_at: Date | null;
  /** When somebody last wrote to them, talked to them, or said that it needs no answer. */
  answered_at: Date | null;
  /** Who it was given to; null: whose lead it is, else the number's user. */
  owner_id: string | null;
};

/** What a staff member has read of a conversation, and been told of it. */
export type ConversationReadTable = {
  account_id: Key;
  staff_id: string;
  phone: string;
  /** Everything that came until then is read; null: nothing. */
  read_at: Date | null;
  /** When they were last told of its texts, or will be. */
  told_at: Date | null;
};

export type NoteTable = {
  account_id: Key;
  id: Id;
  lead_id: string | null;
  phone: string;
  at: Date;
  author: string;
  author_id: string | null;
  body: string;
};

export type TextTemplateTable = {
  account_id: Key;
  id: string;
  position: number;
  name: string;
  body: string;
  staff_id: string | null;
};

/** How it stands with a number's registration for texts. */
export type RegistrationTable = {
  account_id: Key;
  number: string;
  /** `blocked`: a text of it was; the others are the carrier's answer. */
  state: RegistrationState;
  /** By which its texts are blocked; null: they are not. */
  code: string | null;
  since: Date;
  said: string | null;
  asked_at: Date | null;
};

/** `waiting`: to be fetched from the carrier. `uploaded`: here, and in no text yet. */
export type MediaState = "waiting" | "kept" | "failed";

export type TextMediaTable = {
  account_id: Key;
  id: string;
  /** Null: uploaded, and not sent yet. */
  message_id: string | null;
  position: Generated<number>;
  carrier_url: string | null;
  content_type: string;
  file_name: string | null;
  state: MediaState;
  tries: Generated<number>;
  next_try_at: Date | null;
  error: string | null;
  bytes: string | number | null;
  place: string | null;
  created_at: Date;
};
