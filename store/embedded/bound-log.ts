import { copyFile, stat, truncate } from "node:fs/promises";
import { unless } from "./embedded-postgres-error.ts";

/** Together with the one kept before it, PostgreSQL's log never takes much more than twice this. */
const LARGEST = 5 * 1024 * 1024;
const HOUR_MS = 3_600_000;

/**
 * Empties a log that grew too large, keeping one copy as `<log>.1`. PostgreSQL holds the file open for appending
 * and simply goes on at its new end; renaming it would not reach the open file.
 */
export async function boundLog(log: string, largest = LARGEST): Promise<void> {
  const size = (await stat(log).catch(unless("ENOENT")))?.size ?? 0;
  if (size <= largest) return;
  await copyFile(log, `${log}.1`);
  await truncate(log);
}

/** Bounds the log now and every hour, without keeping the process alive; gives the function that ends it. */
export function keepLogBounded(log: string, onError: (error: unknown) => void): () => void {
  const bound = () => void boundLog(log).catch(onError);
  bound();
  const timer = setInterval(bound, HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}
