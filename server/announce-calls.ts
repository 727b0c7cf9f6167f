import type pg from "pg";
import { CALLS_CHANGED } from "./follow-calls.ts";

/** Tells every node that calls were changed, soon but not at once: calls themselves don't wait for it. */
export type CallAnnouncer = {
  /** Only notes it: costs nothing where calls are answered. */
  changed(accountId: string, callId: string): void;
  /** Tells what is noted, and nothing after that. */
  stop(): Promise<void>;
};

const EVERY_MS = 200;
/** PostgreSQL takes payloads below 8,000 bytes (manual, NOTIFY); an id is 36. */
const IDS_AT_ONCE = 150;

/** Gathers the changes of a moment: at most one statement every 200 ms, however many calls there are. */
export function announceCalls(parts: {
  pool: Pick<pg.Pool, "query">;
  /** Told where it can't be said; whoever looks at calls is then late, and nothing else. */
  onError: (error: unknown) => void;
  everyMs?: number;
}): CallAnnouncer {
  let noted = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | null = null;
  let telling: Promise<void> = Promise.resolve();
  let stopped = false;

  function tell(): Promise<void> {
    timer = null;
    const payloads = payloadsOf(noted);
    noted = new Map();
    if (payloads.length > 0) telling = telling.then(() => send(payloads));
    return telling;
  }

  async function send(payloads: readonly string[]): Promise<void> {
    try {
      await parts.pool.query({
        name: "announce-calls",
        text: "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload",
        values: [CALLS_CHANGED, payloads],
      });
    } catch (error) {
      parts.onError(error);
    }
  }

  return {
    changed(accountId, callId) {
      if (stopped) return;
      const ids = noted.get(accountId);
      if (ids === undefined) noted.set(accountId, new Set([callId]));
      else ids.add(callId);
      timer ??= setTimeout(() => void tell(), parts.everyMs ?? EVERY_MS).unref();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await tell();
    },
  };
}

function payloadsOf(noted: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...noted].flatMap(([accountId, set]) => {
    const ids = [...set];
    const payloads: string[] = [];
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE)
      payloads.push(`${accountId}:${ids.slice(from, from + IDS_AT_ONCE).join(",")}`);
    return payloads;
  });
}
