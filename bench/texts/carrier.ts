/** The simulator's carrier in a process of its own, for the bench of texts: its REST API, and what it took. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createCarrier, realClock } from "../../simulator/index.ts";
import { accountSidAt, phoneAt, tokenAt } from "../data/population.ts";
import { type Connection, openConnection } from "../load/connection.ts";
import { PUBLIC_URL } from "../load/public-url.ts";

const serverPort = Number(process.env.SERVER_PORT);
const carrier = createCarrier({
  kind: "twilio",
  accountSid: accountSidAt(0),
  authToken: tokenAt(0),
  clock: realClock(),
  callerGoneAction: "always",
  // While the server is killed nobody hears of it: the carrier goes on.
  send: (request) => sendToServer(request).catch(() => new Response(null, { status: 502 })),
});
for (let place = 0; place < Number(process.env.NUMBERS ?? "1"); place += 1)
  carrier.addNumber({
    number: phoneAt("number", place),
    voiceUrl: `${PUBLIC_URL}/hooks/twilio/bench-0/voice`,
  });

const idle: Connection[] = [];

/**
 * Signed for the public address, sent to the server beside us, over as many kept connections as are needed at a time:
 * `fetch` takes more of the two cores than the server that is measured.
 */
async function sendToServer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = await request.text();
  const headers = [...request.headers, ["content-length", Buffer.byteLength(body)]]
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  let connection = idle.pop();
  while (connection?.open === false) connection = idle.pop();
  connection ??= await openConnection(serverPort);
  const answer = await connection.send(
    `${request.method} ${pathname}${search} HTTP/1.1\r\nhost: ${new URL(PUBLIC_URL).host}\r\n${headers}\r\n${body}`,
  );
  if (connection.open) idle.push(connection);
  return new Response(answer.body, { status: answer.status });
}

/** How many texts it took, and how many of those to somebody who had one already. */
function count() {
  const sent = carrier.messages.filter(({ direction }) => direction === "outbound-api");
  return { taken: sent.length, twice: sent.length - new Set(sent.map(({ to }) => to)).size };
}

async function answer(request: IncomingMessage): Promise<Response> {
  const { method = "GET", url = "/", headers } = request;
  if (url === "/taken") return Response.json({ taken: carrier.messages.length });
  if (url === "/count") return Response.json(count());
  const body = method === "GET" ? undefined : await buffer(request);
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  return carrier.restHandler(
    new Request(`http://carrier${url}`, {
      method,
      headers: Object.fromEntries(given) as Record<string, string>,
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    }),
  );
}

const server = createServer((request, response) => {
  answer(request)
    .then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(Buffer.from(await answered.arrayBuffer()));
    })
    .catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.stdout.write(`The carrier is at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.once("SIGTERM", () => process.exit(0));
