import { streamAnswer } from "./stream-answer.ts";
import { waitForChange } from "./wait-for-change.ts";

/**
 * Server-sent events (WHATWG HTML §9.2): everything at once, and again whenever something changed. So a client that
 * was away needs nothing but to come back. `begin` starts to listen and gives what stops that.
 */
export function streamEvents<Note>(parts: {
  event: string;
  /** Aborted when this node stops. */
  ended: AbortSignal;
  begin: (note: (...what: Note[]) => void) => Promise<() => void>;
  /** What is now; `changed` is what was noted since the last time. */
  read: (changed: ReadonlySet<Note>) => Promise<unknown>;
}): Response {
  return streamAnswer(
    async function* (gone) {
      const change = waitForChange<Note>(AbortSignal.any([gone, parts.ended]));
      const stop = await parts.begin(change.note);
      try {
        let changed: ReadonlySet<Note> = new Set();
        for (;;) {
          yield `event: ${parts.event}\ndata: ${JSON.stringify(await parts.read(changed))}\n\n`;
          let next = await change.next();
          while (next === "silence") {
            yield ": still here\n\n";
            next = await change.next();
          }
          if (next === "ended") return;
          changed = next;
        }
      } finally {
        stop();
      }
    },
    {
      "content-type": "text/event-stream; charset=utf-8",
      // Proxies would gather events until there are enough to pass on (nginx, X-Accel-Buffering).
      "x-accel-buffering": "no",
    },
  );
}
