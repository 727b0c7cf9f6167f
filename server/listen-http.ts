import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { HookRequest, HookResponse } from "../carriers/hook.ts";
import { readRingbackPath } from "../carriers/ringback.ts";
import { readGreetingPath } from "../voicemail/greeting.ts";
import { BODY_MAX } from "./answer-hook.ts";

export type Listening = { server: Server; port: number; close(): Promise<void> };

/** How long requests in progress may take to end when the server stops. */
const DRAIN_MS = 8_000;
const IDLE_MS = 20;

/**
 * Serves carriers' requests by a plain handler (they are the hot path), everything else by the app.
 */
export async function listenHttp(parts: {
  host: string;
  port: number;
  answerHook: (request: HookRequest) => Promise<HookResponse>;
  app: Hono;
  onError: (error: unknown) => void;
}): Promise<Listening> {
  const serveApp = getRequestListener(parts.app.fetch);
  const server = createServer((request, response) => {
    const isHook = request.url?.startsWith("/hooks/") && !isSound(request.url);
    if (isHook) {
      serveHook(parts.answerHook, request, response).catch((error: unknown) => {
        parts.onError(error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    } else void serveApp(request, response);
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(parts.port, parts.host, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === "object" && address !== null ? address.port : parts.port,
    close: () => drain(server),
  };
}

/** Sounds for callers lie below the webhooks' addresses, and are files as any. */
function isSound(target: string): boolean {
  return readGreetingPath(target) !== null || readRingbackPath(target) !== null;
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose request is answered meanwhile would stay open for the carrier's next one.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}

async function serveHook(
  answer: (request: HookRequest) => Promise<HookResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    // The rest of a body that is too long is not read.
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const answered = await answer({
    method: request.method ?? "GET",
    target: request.url ?? "/",
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body,
  });
  const bytes = Buffer.from(answered.body, "utf8");
  const headers: Record<string, string | number> = { "content-length": bytes.length };
  if (answered.contentType !== null) headers["content-type"] = answered.contentType;
  response.writeHead(answered.status, headers);
  response.end(bytes);
}

/** The whole body as text; null where it is longer than any carrier's. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_MAX) {
        request.pause();
        resolve(null);
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
  });
}
