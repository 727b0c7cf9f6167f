import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { type MessageWork, takeInMessage } from "../jobs/take-in-message.ts";
import type { CarrierOptions } from "../simulator/index.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { askAgain, listDueMessages } from "../store/voicemails/keep-voicemails.ts";
import { findVoicemail } from "../store/voicemails/list-voicemails.ts";
import { openRecordings, type Recordings } from "../voicemail/open-recordings.ts";
import { startHouse } from "./testing/start-house.ts";

/** A house in whose voicemail Anna has left 9 seconds; nothing has been fetched yet. */
async function startWithMessage(
  options: Partial<CarrierOptions> & { deleteAtCarrier?: boolean } = {},
  replace: (recordings: Recordings) => Recordings = (same) => same,
) {
  const { deleteAtCarrier = false, ...carrierOptions } = options;
  const house = await startHouse({}, carrierOptions);
  const { database } = house.node;
  if (deleteAtCarrier)
    await database.query.updateTable("account").set({ delete_recordings_at_carrier: true }).execute();
  const recordings = openRecordings({ dataFolder: await makeScratchFolder(), bucket: null });
  const { heard, kept } = await house.call({ caller: { leavesMessage: 9 } });
  const [due] = await listDueMessages(database.query, 10);
  if (due === undefined) throw new Error("no message is due");
  const asked: string[] = [];
  const broken: unknown[] = [];
  let carrierIs: "there" | "away" = "there";
  const send: typeof fetch = async (input, init) => {
    asked.push(`${init?.method} ${input}`);
    if (carrierIs === "away") throw new TypeError("fetch failed");
    return house.carrier.restHandler(new Request(input, init));
  };
  const work: MessageWork = { recordings: replace(recordings), send };
  const taken = (more: { maxBytes?: number; stop?: AbortSignal } = {}) =>
    takeInMessage(
      database,
      due,
      { ...work, ...more },
      {
        stop: more.stop ?? new AbortController().signal,
        onBroken: (error) => broken.push(error),
      },
    );
  return {
    house,
    kept,
    heard,
    asked,
    broken,
    recordings,
    work,
    due,
    taken,
    carrierIs: (state: typeof carrierIs) => {
      carrierIs = state;
    },
    message: async () => {
      const found = await findVoicemail(database, due.accountId, due.callId, undefined);
      if (found === null) throw new Error("the message is gone");
      return found;
    },
    /** As if so much time had passed that whatever is to be tried again is due. */
    whenDue: () =>
      database.pool.query("UPDATE voicemail SET next_try_at = now() WHERE next_try_at IS NOT NULL"),
    carrierHas: () =>
      house.carrier.restHandler(new Request(heard.recordings[0]?.url ?? "", { headers: KEY })),
  };
}
const KEY = {
  authorization: `Basic ${Buffer.from(`AC${"0".repeat(31)}1:0123456789abcdef0123456789abcdef`).toString("base64")}`,
};

test.each(["twilio", "signalwire", "telnyx"] as const)(
  "Anna leaves a message at %s: it is fetched, kept here, and plays",
  async (kind) => {
    const story = await startWithMessage({ kind });
    expect(story.kept.outcome).toBe("voicemail");
    expect(await story.message()).toMatchObject({
      state: "new",
      seconds: 9,
      fetchState: "waiting",
      place: null,
    });
    expect(await story.taken()).toBeNull();
    const message = await story.message();
    expect(message).toMatchObject({
      fetchState: "fetched",
      error: null,
      nextTryAt: null,
      carrierCopy: "there",
    });
    const bytes = Number(message.bytes);
    const kept = await buffer(
      await story.recordings.open(message.place ?? "", { first: 0, last: bytes - 1 }),
    );
    const original = Buffer.from(await (await story.carrierHas()).arrayBuffer());
    expect(kept.equals(original)).toBe(true);
    expect(message.contentType).toBe(kind === "telnyx" ? "audio/mpeg" : "audio/wav");
    expect(story.asked).toHaveLength(1);
    // Once it is here nothing is asked for again.
    expect(await story.taken()).toBeNull();
    expect(story.asked).toHaveLength(1);
  },
);

test("the carrier is still working on the recording: it is asked again after two seconds, then five", async () => {
  const story = await startWithMessage({ recordingReadySeconds: 6 });
  expect(await story.taken()).toBe(2);
  expect(await story.message()).toMatchObject({
    fetchState: "waiting",
    tries: 1,
    error: "the carrier has no such recording (yet)",
  });
  // Not before its time, whoever asks.
  expect(await story.taken()).toBeNull();
  expect(story.asked).toHaveLength(1);
  await story.whenDue();
  expect(await story.taken()).toBe(5);
  await story.whenDue();
  await story.house.clock.sleep(7_000);
  expect(await story.taken()).toBeNull();
  expect(await story.message()).toMatchObject({ fetchState: "fetched", tries: 0, error: null });
});

test("the carrier is away for a day: tried less and less often, given up with the reason, and found again when asked", async () => {
  const story = await startWithMessage();
  story.carrierIs("away");
  const waits: (number | null)[] = [];
  do {
    await story.whenDue();
    waits.push(await story.taken());
  } while (waits.at(-1) !== null && waits.length < 50);
  const hours = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 3_600;
  expect(hours).toBeGreaterThan(24);
  expect([...waits].slice(0, 4)).toEqual([2, 5, 15, 45]);
  expect(await story.message()).toMatchObject({
    fetchState: "failed",
    error: "the carrier can't be reached at api.twilio.com",
    nextTryAt: null,
  });
  expect(story.broken).toEqual([]);
  expect(await story.house.alerts()).toEqual(["recordingNotFetched"]);
  story.carrierIs("there");
  expect(await askAgain(story.house.node.database.query, story.due)).toBe(true);
  expect(await story.taken()).toBeNull();
  expect(await story.message()).toMatchObject({ fetchState: "fetched" });
  expect(await askAgain(story.house.node.database.query, story.due)).toBe(false);
});

test("the disk is full: said in words, logged, tried again; nothing half-written stays, and nothing is lost", async () => {
  let isFull = true;
  const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  const story = await startWithMessage({ deleteAtCarrier: true }, (recordings) => ({
    ...recordings,
    put: (place, file) => (isFull ? Promise.reject(full) : recordings.put(place, file)),
  }));
  expect(await story.taken()).toBe(2);
  expect(await story.message()).toMatchObject({ fetchState: "waiting", error: "the disk is full" });
  expect(story.broken).toEqual([full]);
  expect(await readdir(story.recordings.incoming)).toEqual([]);
  // What is not kept here is not deleted there.
  expect((await story.carrierHas()).status).toBe(200);
  isFull = false;
  await story.whenDue();
  expect(await story.taken()).toBe(0);
  expect(await story.message()).toMatchObject({ fetchState: "fetched", carrierCopy: "toDelete" });
});

test("a recording that is too large is given up at once", async () => {
  const story = await startWithMessage();
  expect(await story.taken({ maxBytes: 10_000 })).toBeNull();
  expect(await story.message()).toMatchObject({ fetchState: "failed", error: "it is larger than 10 kB" });
});

test("where the operator wants it, the carrier's copy is deleted after ours is kept, and again if it is away then", async () => {
  const story = await startWithMessage({ deleteAtCarrier: true });
  expect(await story.taken()).toBe(0);
  expect((await story.carrierHas()).status).toBe(200);
  story.carrierIs("away");
  expect(await story.taken()).toBe(2);
  expect(await story.message()).toMatchObject({ fetchState: "fetched", carrierCopy: "toDelete", tries: 1 });
  story.carrierIs("there");
  await story.whenDue();
  expect(await story.taken()).toBeNull();
  expect(await story.message()).toMatchObject({ carrierCopy: "deleted", error: null });
  expect((await story.carrierHas()).status).toBe(404);
});

test("Telnyx' link has died before it could be fetched: the carrier is asked for another, and to delete it by its name", async () => {
  const story = await startWithMessage({ kind: "telnyx", deleteAtCarrier: true });
  await story.house.clock.sleep(11 * 60_000);
  expect(await story.taken()).toBe(0);
  expect(await story.message()).toMatchObject({ fetchState: "fetched", contentType: "audio/mpeg" });
  expect(await story.taken()).toBeNull();
  expect(await story.message()).toMatchObject({ carrierCopy: "deleted" });
  expect((await story.carrierHas()).status).toBe(404);
});

test("a carrier that told no link is asked for the recordings of the call", async () => {
  const story = await startWithMessage({ deleteAtCarrier: true });
  await story.house.node.database.query.updateTable("voicemail").set({ recording_url: null }).execute();
  expect(await story.taken()).toBe(0);
  expect(await story.taken()).toBeNull();
  expect(await story.message()).toMatchObject({ fetchState: "fetched", carrierCopy: "deleted" });
});

test("a service writes the message down: asked with its audio, again while it is away, and the text stands with it", async () => {
  const asked: { type: string | undefined; key: string | undefined; bytes: number }[] = [];
  let status = 503;
  const service = createServer(async (request, response) => {
    const { length } = await buffer(request);
    const { "content-type": type, authorization: key } = request.headers;
    asked.push({ type, key, bytes: length });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ text: " Please call me back. " }));
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    service.closeAllConnections();
    service.close();
  });
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/transcribe`;
  const story = await startWithMessage({ deleteAtCarrier: true });
  const { send } = story.work;
  story.work.send = (input, init) => (String(input) === url ? fetch(input, init) : send(input, init));
  story.work.transcriber = { url, token: "s3cret" };
  expect(await story.taken()).toBe(0);
  expect(await story.taken()).toBe(0);
  expect(await story.message()).toMatchObject({ carrierCopy: "deleted", transcriptState: "waiting" });
  expect(await story.taken()).toBe(2);
  status = 200;
  await story.whenDue();
  expect(await story.taken()).toBeNull();
  const message = await story.message();
  expect(message).toMatchObject({
    transcriptState: "done",
    transcript: "Please call me back.",
    nextTryAt: null,
  });
  const once = { type: "audio/wav", key: "Bearer s3cret", bytes: Number(message.bytes) };
  expect(asked).toEqual([once, once]);
});

test("a command of the operator's writes a message down", async () => {
  const story = await startWithMessage();
  const source = "for await (const piece of process.stdin); console.log(' Please call me back. ')";
  story.work.transcriber = { command: [process.execPath, "--input-type=module", "--eval", source] };
  expect(await story.taken()).toBe(0);
  expect(await story.taken()).toBeNull();
  expect(await story.message()).toMatchObject({
    transcriptState: "done",
    transcript: "Please call me back.",
  });
});

test("a service that never writes anything down is given up, and the message plays all the same", async () => {
  const story = await startWithMessage();
  const { send } = story.work;
  story.work.transcriber = { url: "http://127.0.0.1:9/transcribe", token: null };
  story.work.send = (input, init) =>
    String(input).includes("/transcribe") ? Promise.resolve(Response.json({ words: [] })) : send(input, init);
  const waits: (number | null)[] = [];
  do {
    await story.whenDue();
    waits.push(await story.taken());
  } while (waits.at(-1) !== null && waits.length < 50);
  expect(waits).toEqual([0, 2, 5, 15, 45, 120, null]);
  expect(await story.message()).toMatchObject({
    fetchState: "fetched",
    transcriptState: "failed",
    transcript: null,
  });
  expect(story.broken).toEqual([]);
});

test("an address that is not the carrier's is never asked, and the account sees why", async () => {
  const story = await startWithMessage();
  await story.house.node.database.query
    .updateTable("voicemail")
    .set({ recording_url: "http://169.254.169.254/latest/meta-data" })
    .execute();
  expect(await story.taken()).toBeNull();
  expect(story.asked).toEqual([]);
  expect(await story.message()).toMatchObject({
    fetchState: "failed",
    error: "its address is at 169.254.169.254, which is not one of the carrier's own hosts",
  });
});

test("two processes find the same message: one fetches it; where that one dies, the other does", async () => {
  const story = await startWithMessage();
  const [one, two] = await Promise.all([story.taken(), story.taken()]);
  expect([one, two]).toEqual([null, null]);
  expect(story.asked).toHaveLength(1);
  expect((await story.message()).fetchState).toBe("fetched");

  const second = await startWithMessage();
  // Claimed, and then nothing more is heard.
  await second.house.node.database.pool.query(
    "UPDATE voicemail SET tries = 1, next_try_at = now() + interval '2 minutes'",
  );
  expect(await second.taken()).toBeNull();
  expect(second.asked).toEqual([]);
  await second.whenDue();
  expect(await second.taken()).toBeNull();
  expect((await second.message()).fetchState).toBe("fetched");
});

test("a process that is told to stop gives the message back, and it counts as no try", async () => {
  const story = await startWithMessage();
  const stop = new AbortController();
  stop.abort();
  story.work.send = async (_, init) => {
    init?.signal?.throwIfAborted();
    throw new Error("it was not stopped");
  };
  expect(await story.taken({ stop: stop.signal })).toBe(0);
  expect(await story.message()).toMatchObject({ fetchState: "waiting", tries: 0, error: null });
  expect(await listDueMessages(story.house.node.database.query, 10)).toHaveLength(1);
});
