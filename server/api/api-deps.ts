import type { Database } from "../../store/open-database.ts";

/** What the API works with. */
export type ApiDeps = {
  database: Database;
  /** Called after a change is committed, before the answer goes out. */
  onSettingsChanged: (accountId: string) => Promise<void>;
  /** Says that this node stops: streams end then. */
  stopping?: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  log: { error: (details: object, message: string) => void };
};
