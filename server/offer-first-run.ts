import { isUnavailable } from "../store/is-unavailable.ts";
import { makeFirstRunToken } from "../store/keep-first-run.ts";
import type { Database } from "../store/open-database.ts";

/**
 * The line that says where to make the first sign-in; empty where somebody signs in already, or where the
 * database is away and nobody can know (the next start says it).
 */
export async function offerFirstRun(database: Database, address: string): Promise<string> {
  try {
    const token = await makeFirstRunToken(database.query);
    return token === null ? "" : `Set up your account: ${address}/first-run#${token}\n`;
  } catch (error) {
    if (isUnavailable(error)) return "";
    throw error;
  }
}
