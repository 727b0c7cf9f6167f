import type { Environment } from "../server/environment.ts";
import type { Database } from "../store/open-database.ts";

/** 0 done, 1 findings or refused input, 2 usage (architecture.md §5). */
export type ExitCode = 0 | 1 | 2;

/** What a command works with. Tests bring their own. */
export type Cli = {
  out: (text: string) => Promise<void>;
  err: (text: string) => void;
  environment: () => Environment;
  /** Whether PUBLIC_URL was set rather than assumed. */
  publicUrlIsSet: boolean;
  readFile: (path: string) => Promise<string>;
  /** Gives the database, opened once for the command and closed after it. */
  database: () => Promise<Database>;
  /** Says how the command ended, when not with 0. */
  finish: (code: ExitCode) => void;
};

/** Thrown by a command that refuses what it was given: printed as it is, exit code 1. */
export class Refused extends Error {
  override name = "Refused";
}
