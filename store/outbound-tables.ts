import type { Key } from "./column-types.ts";

/** What somebody noted of a call. */
export type CallNoteTable = {
  account_id: Key;
  call_id: string;
  disposition: string | null;
  note: string | null;
  changed_at: Date;
  changed_by: string;
};
