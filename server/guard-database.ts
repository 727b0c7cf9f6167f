import { StoreUnavailable } from "../calls/ports.ts";
import type { Asker } from "../store/ask-within.ts";
import { isUnavailable } from "../store/is-unavailable.ts";

/** Knows whether the database is there, so that calls do not each find out by waiting. */
export type DatabaseGuard = {
  /** When it went away, in milliseconds; null while it is there. */
  readonly awaySince: number | null;
  /** Runs work on the database; throws StoreUnavailable, at once where it is known to be away. */
  run<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
};

const PROBE_MS = 500;

/**
 * Guards a database. After the first sign that the database is away everything fails fast, while a probe
 * asks for it; when it answers, `whenBack` runs, and only if that succeeds is it there again.
 */
export function guardDatabase(parts: {
  database: Asker;
  now: () => number;
  whenAway: (cause: unknown) => void;
  whenBack: () => Promise<void>;
}): DatabaseGuard {
  let awaySince: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let letThrough = false;

  function lose(cause: unknown): void {
    if (awaySince !== null || stopped) return;
    awaySince = parts.now();
    parts.whenAway(cause);
    probeSoon();
  }

  function probeSoon(): void {
    timer = setTimeout(() => void probe(), PROBE_MS);
    timer.unref();
  }

  async function probe(): Promise<void> {
    try {
      await parts.database.query("SELECT 1");
      letThrough = true;
      await parts.whenBack();
      awaySince = null;
    } catch {
      if (!stopped) probeSoon();
    } finally {
      letThrough = false;
    }
  }

  return {
    get awaySince() {
      return awaySince;
    },
    async run(work) {
      if (awaySince !== null && !letThrough) throw new StoreUnavailable("the database is away");
      try {
        return await work();
      } catch (error) {
        if (error instanceof StoreUnavailable || isUnavailable(error)) {
          lose(error);
          throw error instanceof StoreUnavailable ? error : new StoreUnavailable("away", { cause: error });
        }
        throw error;
      }
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
