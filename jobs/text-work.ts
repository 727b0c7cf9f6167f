import type { Database } from "../store/open-database.ts";
import type { CallsNow } from "./calls-now.ts";

/** What texts are sent with. */
export type TextWork = {
  /** How carriers are reached. */
  send: typeof fetch;
  /** The address that carriers call. */
  publicUrl: string;
  /** How calls fare here; left out: none are answered. */
  callsNow?: () => CallsNow;
  /** Connections that look up by keys, for what is asked of the lines of texts again and again; left out: those of jobs. */
  lines?: Database;
};
