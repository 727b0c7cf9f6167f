import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { takeInMessage } from "../jobs/take-in-message.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { openRecordings, type Recordings } from "../voicemail/open-recordings.ts";
import { wavHead } from "../voicemail/testing/make-wav.ts";
import { startBucket } from "../voicemail/testing/start-bucket.ts";
import { leaveMessage } from "./api/testing/leave-messages.ts";
import { openTestApi, type TestApi } from "./api/testing/open-api.ts";
import { listenHttp } from "./listen-http.ts";

/** Ten minutes as a studio has them: 48 kHz, 16 bit, one channel. */
const SECONDS = 600;
const RATE = 48_000;
const DATA_BYTES = SECONDS * RATE * 2;
const PIECE = Buffer.alloc(64 * 1024, 1);
/** A copy of the whole would be 58 MB; what is under way in sockets, of both sides, is about 15. */
const ALLOWED = 36_000_000;

/** A carrier on a real socket that sends the recording as fast as it is taken. */
async function startCarrier(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "audio/x-wav", "content-length": 44 + DATA_BYTES });
    Readable.from(longWav()).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function* longWav() {
  yield wavHead(DATA_BYTES, RATE);
  for (let left = DATA_BYTES; left > 0; left -= PIECE.length) yield PIECE.subarray(0, left);
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/**
 * The most memory outside the heap, where bytes are, that was held more than before. Where there is too much, what nobody
 * holds any more is collected before it counts: twice, as V8 lets go of bytes by and by, and at the latest then.
 */
async function mostHeld(work: () => Promise<unknown>): Promise<number> {
  const held = () => process.memoryUsage().external;
  collectGarbage();
  collectGarbage();
  const before = held();
  let most = 0;
  const timer = setInterval(() => {
    if (held() - before > ALLOWED) {
      collectGarbage();
      collectGarbage();
    }
    most = Math.max(most, held() - before);
  }, 20);
  await work().finally(() => clearInterval(timer));
  return most;
}

let api: TestApi;
let recordings: Recordings;
beforeAll(async () => {
  // Whichever the running test has opened.
  const current = new Proxy({} as Recordings, {
    get: (_, name: keyof Recordings) => recordings[name],
  });
  api = await openTestApi(undefined, current);
});
afterAll(() => api.close());

test.each([
  ["the data folder", async (dataFolder: string) => openRecordings({ dataFolder, bucket: null })],
  ["a bucket", async (dataFolder: string) => openRecordings({ dataFolder, bucket: await startBucket() })],
])(
  "a recording of ten minutes goes to %s and to a listener without being held in memory",
  async (_, open) => {
    recordings = await open(await makeScratchFolder());
    const carrier = await startCarrier();
    await api.database.query.updateTable("carrier").set({ api_base_url: carrier }).execute();
    const url = `${carrier}/2010-04-01/Accounts/AC1/Recordings/RE1`;
    const callId = await leaveMessage(api.database, { seconds: SECONDS, url });
    const { accountId } = await api.database.query
      .selectFrom("account")
      .select("id as accountId")
      .where("slug", "=", "acme")
      .executeTakeFirstOrThrow();
    const broken: unknown[] = [];
    const fetching = await mostHeld(() =>
      takeInMessage(
        api.database,
        { accountId, callId },
        { recordings, send: fetch },
        { stop: new AbortController().signal, onBroken: (error) => broken.push(error) },
      ),
    );
    expect(broken).toEqual([]);
    expect((await api.ask("GET", `/voicemails/${callId}`)).body).toMatchObject({
      recording: { state: "fetched", bytes: 44 + DATA_BYTES, error: null },
    });
    expect(fetching).toBeLessThan(ALLOWED);

    const server = await listenHttp({
      host: "127.0.0.1",
      port: 0,
      answerHook: async () => ({ status: 404, contentType: null, body: "" }),
      app: new Hono().route("/", api.app),
      onError: (error) => broken.push(error),
    });
    onTestFinished(() => server.close());
    const address = `http://127.0.0.1:${server.port}/accounts/acme/voicemails/${callId}/audio`;
    const headers = { authorization: `Bearer ${await api.keyFor("acme", "member")}` };
    let heard = 0;
    const playing = await mostHeld(async () => {
      const answer = await fetch(address, { headers });
      for await (const piece of answer.body ?? []) heard += piece.length;
    });
    expect(heard).toBe(44 + DATA_BYTES);
    expect(playing).toBeLessThan(ALLOWED);
    // From the eighth minute on, as somebody who jumps there.
    const from = 44 + 480 * RATE * 2;
    const rest = await fetch(address, { headers: { ...headers, range: `bytes=${from}-` } });
    expect(rest.status).toBe(206);
    expect((await rest.arrayBuffer()).byteLength).toBe(120 * RATE * 2);
    expect(broken).toEqual([]);
  },
);
