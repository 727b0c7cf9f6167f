import { listenOn } from "../store/listen-on.ts";
import type { Connection } from "../store/open-database.ts";

/** Told when calls were changed; the payload is the account's id and the calls', nothing more. */
export const CALLS_CHANGED = "ringright_calls";

/** Told which calls changed; null: perhaps any, after a time in which nothing was heard. */
export type CallListener = (callIds: readonly string[] | null) => void;

/** Hears of changed calls, of every node, for as long as somebody here wants to know. */
export type CallFollower = {
  /** Resolves when nothing can be missed any more. Gives what ends it. */
  follow(accountId: string, listener: CallListener): Promise<() => void>;
  /** Ends all that is followed: `ended` says so to whoever waits. */
  stop(): Promise<void>;
  readonly ended: AbortSignal;
};

const AGAIN_MS = 1_000;

/**
 * Listens with one connection, which is there only while somebody follows, and comes back when it is lost. `channel`:
 * another than that of calls, whose payload begins with an account's id too.
 */
export function followCalls(
  connection: Connection,
  onError: (error: unknown) => void,
  channel = CALLS_CHANGED,
): CallFollower {
  const listeners = new Map<string, Set<CallListener>>();
  const ending = new AbortController();
  let listening: Promise<(() => Promise<void>) | null> | null = null;
  let timer: NodeJS.Timeout | undefined;

  function hear(payload: string): void {
    const [accountId = "", ids = ""] = payload.split(":");
    for (const listener of listeners.get(accountId) ?? []) listener(ids.split(","));
  }

  async function listen(): Promise<(() => Promise<void>) | null> {
    try {
      return await listenOn(connection, channel, hear, lost);
    } catch (error) {
      lost(error);
      return null;
    }
  }

  function lost(error: unknown): void {
    listening = null;
    if (ending.signal.aborted || listeners.size === 0) return;
    onError(error);
    clearTimeout(timer);
    timer = setTimeout(() => void comeBack(), AGAIN_MS).unref();
  }

  /** What happened meanwhile was not heard: everybody looks again. */
  async function comeBack(): Promise<void> {
    if (ending.signal.aborted || listeners.size === 0) return;
    listening ??= listen();
    if ((await listening) === null) return;
    for (const ofAccount of listeners.values()) for (const listener of ofAccount) listener(null);
  }

  async function leave(): Promise<void> {
    const was = listening;
    listening = null;
    clearTimeout(timer);
    await (await was)?.();
  }

  return {
    ended: ending.signal,
    async follow(accountId, listener) {
      const ofAccount = listeners.get(accountId) ?? new Set();
      listeners.set(accountId, ofAccount.add(listener));
      listening ??= listen();
      await listening;
      return () => {
        ofAccount.delete(listener);
        if (ofAccount.size === 0) listeners.delete(accountId);
        if (listeners.size === 0) void leave();
      };
    },
    async stop() {
      ending.abort();
      listeners.clear();
      await leave();
    },
  };
}
