import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { presentLiveCall } from "../../calls/present-live-call.ts";
import { listOpenCalls } from "../../store/list-calls.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { onlyOf } from "./own-view.ts";
import { streamAnswer } from "./stream-answer.ts";

const HEARTBEAT_MS = 15_000;

/** Calls in progress as they change, over server-sent events. */
export function addLiveRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "get",
    path: "/live",
    action: "live:read",
    summary:
      "Calls in progress as server-sent events: an event `calls` with {items, changed} at once and on every change",
    query: z.strictObject({}),
    answer: "text/event-stream",
    handle: async ({ access }) => {
      if (deps.live === undefined) throw new ApiError("unavailable", "this server does not follow calls");
      const live = deps.live;
      return streamAnswer((signal) => tellCalls(deps, live, access, signal), {
        "content-type": "text/event-stream; charset=utf-8",
        // Proxies would gather events until there are enough to pass on (nginx, X-Accel-Buffering).
        "x-accel-buffering": "no",
      });
    },
  });
}

async function* tellCalls(
  { database }: ApiDeps,
  live: NonNullable<ApiDeps["live"]>,
  access: Access,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const change = waitForChange(AbortSignal.any([signal, live.ended]));
  const leave = await live.follow(access.accountId, change.note);
  const own = onlyOf(access);
  try {
    let changed: readonly string[] = [];
    for (;;) {
      const records = await listOpenCalls(database, access.accountId, own);
      const items = records.map(presentLiveCall);
      yield `event: calls\ndata: ${JSON.stringify({ items, changed })}\n\n`;
      let next = await change.next();
      while (next === "silence") {
        yield ": still here\n\n";
        next = await change.next();
      }
      if (next === "ended") return;
      changed = own === null ? next : [];
    }
  } finally {
    leave();
  }
}

type Change = readonly string[] | "silence" | "ended";

/** What changed since it was last asked, or nothing for a while, or the end. */
function waitForChange(signal: AbortSignal) {
  let noted: Set<string> | null = null;
  let wake: () => void = () => {};
  signal.addEventListener("abort", () => wake(), { once: true });
  return {
    note(ids: readonly string[] | null): void {
      noted = new Set([...(noted ?? []), ...(ids ?? [])]);
      wake();
    },
    async next(): Promise<Change> {
      if (noted === null && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, HEARTBEAT_MS).unref();
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (signal.aborted) return "ended";
      if (noted === null) return "silence";
      const ids = [...noted];
      noted = null;
      return ids;
    },
  };
}
