import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { presentLiveCall } from "../../calls/present-live-call.ts";
import { listOpenCalls } from "../../store/list-calls.ts";
import type { ApiDeps } from "./api-deps.ts";
import { onlyStaff } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { streamEvents } from "./stream-events.ts";

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
      const { accountId } = access;
      const own = onlyStaff(access);
      return streamEvents<string>({
        event: "calls",
        ended: deps.live.ended,
        begin: (note) => deps.live.follow(accountId, (callIds) => note(...(callIds ?? []))),
        read: async (changed) => ({
          items: (await listOpenCalls(deps.database, accountId, own)).map(presentLiveCall),
          // Others' calls are not theirs to know of.
          changed: own === undefined ? [...changed] : [],
        }),
      });
    },
  });
}
