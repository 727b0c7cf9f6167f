import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_TEXT_BACK } from "../messages/text-back-settings.ts";
import { openDatabase } from "../store/open-database.ts";
import { createTestDatabase } from "../store/testing/create-test-database.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { runServer } from "./testing/run-server.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { CREDENTIALS, sendSigned } from "./testing/sign-as-carrier.ts";
import { ANNA, LINE } from "./testing/start-house.ts";

type Taken = { sid: string; from: string; to: string; body: string; date_created: string; direction: string };

/** A carrier's REST API on the loopback that keeps the texts it takes. `onText` comes before its answer. */
async function startCarrierApi(onText: () => Promise<void>) {
  const taken: Taken[] = [];
  const asked: string[] = [];
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    asked.push(`${request.method}`);
    if (request.method === "GET") return { messages: [...taken].reverse() };
    const form = new URLSearchParams(await text(request));
    const field = (name: string) => form.get(name) ?? "";
    const message = { sid: `SM${taken.length}`, from: field("From"), to: field("To"), body: field("Body") };
    taken.push({ ...message, date_created: new Date().toUTCString(), direction: "outbound-api" });
    await onText();
    return message;
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (json) => response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(json)),
      () => response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { taken, asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("killed between handing a text over and noting it: the next process asks the carrier, and it is not sent twice", async () => {
  const made = await createTestDatabase();
  const { query, pool, close } = openDatabase(made.connection, { max: 1, patient: true });
  onTestFinished(async () => {
    await close();
    await made.drop();
  });
  await seedBusiness(made, {}, CREDENTIALS);
  const servers: ReturnType<typeof runServer>[] = [];
  const carrier = await startCarrierApi(async () => {
    // The power goes before the answer comes.
    const server = servers.at(-1);
    server?.process.kill("SIGKILL");
    await server?.ended;
  });
  const quietHours = { from: "00:00", to: "00:00" };
  const textBack = JSON.stringify({ ...DEFAULT_TEXT_BACK, on: true, afterSeconds: 0, quietHours });
  const callbacks = JSON.stringify({ ignoreShorterThanSeconds: 0, escalateAfterMinutes: null });
  await query.updateTable("account").set({ text_back: textBack, callbacks }).execute();
  await query.updateTable("carrier").set({ api_base_url: carrier.address }).execute();
  const start = async () => {
    const server = runServer(await makeScratchFolder(), { DATABASE_URL: made.url });
    servers.push(server);
    const port = await server.ready;
    if (port === null) throw new Error(`it did not start: ${server.said()}`);
    return { server, port };
  };

  const first = await start();
  const call = { CallSid: "CA-killed", From: ANNA, To: LINE };
  const tell = (path: string, CallStatus: string) =>
    sendSigned(first.port, { path: `/hooks/twilio/main/${path}`, params: { ...call, CallStatus } });
  expect((await tell("voice", "ringing")).status).toBe(200);
  expect((await tell("status", "completed")).status).toBe(200);
  expect(await first.server.ended).toBe("SIGKILL");
  const state = async () =>
    (await query.selectFrom("text_message").select(["state", "carrier_message_id as sid"]).execute())[0];
  expect(await state()).toEqual({ state: "sending", sid: null });

  // As if the two minutes had passed after which a process is taken for dead.
  await pool.query("UPDATE text_message SET next_try_at = now() - interval '1 second'");
  const second = await start();
  await expect.poll(state).toEqual({ state: "sent", sid: "SM0" });
  second.server.process.kill("SIGTERM");
  expect(await second.server.ended).toBe(0);
  expect(carrier.taken.map(({ to }) => to)).toEqual([ANNA]);
  expect(carrier.asked).toEqual(["POST", "GET"]);
});
