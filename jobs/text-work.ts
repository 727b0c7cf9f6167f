import type { CallsNow } from "./calls-now.ts";

/** What texts are sent with. */
export type TextWork = {
  /** How carriers are reached. */
  send: typeof fetch;
  /** The address that carriers call. */
  publicUrl: string;
  /** How calls fare here; left out: none are answered. */
  callsNow?: () => CallsNow;
};
