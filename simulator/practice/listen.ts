import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Carrier } from "../carrier.ts";
import { json } from "../rest/respond.ts";
import { practiceApi } from "./practice-api.ts";

/** A server that listens. */
export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Serves the carriers' REST APIs and the practice API over HTTP. Port 0 takes a free one. */
export async function listen(
  carriers: Carrier | readonly Carrier[],
  { port = 0, host = "127.0.0.1" }: { port?: number; host?: string } = {},
): Promise<Listening> {
  const all = "kind" in carriers ? [carriers] : carriers;
  const server = createServer((incoming, outgoing) => {
    void respond(all, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${taken}`;
  for (const carrier of all) carrier.serveAt(url);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  all: readonly Carrier[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let response: Response;
  try {
    response = await route(all, await requestOf(incoming));
  } catch (cause) {
    response = json({ error: cause instanceof Error ? cause.message : String(cause) }, 500);
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function route(all: readonly Carrier[], request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/practice" || pathname.startsWith("/practice/")) return practiceApi(all, request);
  const kind = pathname.startsWith("/v2/")
    ? "telnyx"
    : pathname.startsWith("/api/laml/")
      ? "signalwire"
      : "twilio";
  const family = all.filter((one) => one.kind === kind);
  const carrier = family.find((one) => pathname.includes(one.accountSid)) ?? family[0];
  return carrier ? carrier.restHandler(request) : Promise.resolve(json({ error: "not found" }, 404));
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const method = incoming.method ?? "GET";
  const url = `http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`;
  const hasBody = method !== "GET" && method !== "HEAD" && chunks.length > 0;
  return new Request(url, hasBody ? { method, headers, body: Buffer.concat(chunks) } : { method, headers });
}
