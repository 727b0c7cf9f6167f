import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Action } from "../../access/roles.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type Access, admit } from "./authorize.ts";

/** Sends one event to the client: its name, and its data as JSON. */
export type SendEvent = (event: string, data: unknown) => Promise<void>;

export type StreamDefinition = {
  /** Below `/accounts/{slug}`. */
  path: string;
  action: Action;
  summary: string;
  /** Sends what is now, and then what changes until `closed`; may return what ends that. */
  open: (request: {
    access: Access;
    send: SendEvent;
    closed: AbortSignal;
  }) => Promise<(() => void) | undefined>;
};

/** Often enough that no proxy takes the connection for dead, and a client notices that we are. */
const HEARTBEAT_MS = 15_000;

/**
 * Adds a stream of live updates (server-sent events, WHATWG HTML §9.2), guarded and described as every other route.
 * A client that was away gets everything anew when it comes back: each stream begins with what is now.
 */
export function defineStream(app: OpenAPIHono, deps: ApiDeps, stream: StreamDefinition): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: `/accounts/{slug}${stream.path}`,
    summary: stream.summary,
    description: `Needs: ${stream.action}.`,
    security: [{ key: [] }, { session: [] }],
    request: { params: z.object({ slug: z.string() }) },
    responses: {
      200: {
        description: "Server-sent events, until either side closes.",
        content: { "text/event-stream": { schema: z.string() } },
      },
    },
  });
  app.get(`/accounts/:slug${stream.path}`, async (c) => {
    const access = await admit(deps, c, stream.action);
    return streamSSE(c, async (events) => {
      const closed = new AbortController();
      events.onAbort(() => closed.abort());
      deps.stopping?.addEventListener("abort", () => closed.abort(), { signal: closed.signal, once: true });
      const send: SendEvent = (event, data) => events.writeSSE({ event, data: JSON.stringify(data) });
      const end = await stream.open({ access, send, closed: closed.signal });
      try {
        if (deps.stopping?.aborted) closed.abort();
        while (!closed.signal.aborted) {
          await sleepUntil(HEARTBEAT_MS, closed.signal);
          if (!closed.signal.aborted) await events.write(": still here\n\n");
        }
      } finally {
        closed.abort();
        end?.();
      }
    });
  });
}

function sleepUntil(milliseconds: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      closed.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    closed.addEventListener("abort", done);
    if (closed.aborted) done();
  });
}
