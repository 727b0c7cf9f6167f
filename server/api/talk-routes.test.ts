import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyEvent } from "../../calls/apply-event.ts";
import type { CallEvent } from "../../calls/events.ts";
import { takeInMessage } from "../../jobs/take-in-message.ts";
import { openRecordings } from "../../voicemail/open-recordings.ts";
import { makeWav } from "../../voicemail/testing/make-wav.ts";
import { keepCall } from "./testing/keep-call.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const wav = makeWav(3);
const DANA = "+13125550111";
let api: TestApi;
let folder: string;
let recordings: ReturnType<typeof openRecordings>;
let carrierIs: "there" | "without it" = "there";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ringright-talks-"));
  recordings = openRecordings({ dataFolder: folder, bucket: null });
  api = await openTestApi(undefined, recordings);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

/** A talk of 130 s with whoever has this phone, which the carrier recorded. */
async function talk(rings: string): Promise<string> {
  const startedAt = Date.parse("2026-03-02T15:00:00Z");
  const { script, state, store } = await keepCall(api.database, { startedAt, lead: null, rings });
  const at = (seconds: number) => startedAt + seconds * 1000;
  const events: CallEvent[] = [
    { kind: "pickedUp", at: at(4), step: 0 },
    { kind: "keyPressed", at: at(8), step: 0, key: "1" },
    { kind: "callEnded", at: at(138), carrierWord: "completed", by: "callback" },
  ];
  let current = state;
  for (const event of events) {
    current = applyEvent(script, current, event).state;
    await store.save(script, current, event);
  }
  const recorded = { at: at(141), step: 0, seconds: 130, url: "https://api.twilio.com/x/Recordings/RE1" };
  expect(await store.keepTalk(script, recorded)).toBe(true);
  // Told once more, it is the same.
  expect(await store.keepTalk(script, recorded)).toBe(false);
  return script.callId;
}

async function takeIn(callId: string): Promise<void> {
  const send: typeof fetch = async () =>
    carrierIs === "there" ? new Response(wav) : new Response("", { status: 404 });
  const { id } = await api.database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "acme")
    .executeTakeFirstOrThrow();
  const stop = new AbortController().signal;
  const parts = { stop, onBroken: (error: unknown) => expect.unreachable(String(error)) };
  await takeInMessage(api.database, { accountId: id, callId, kind: "call" }, { recordings, send }, parts);
}
const play = (id: string, headers: Record<string, string>) =>
  api.app.request(`/accounts/acme/calls/${id}/talk/audio`, { headers });

test("a recorded talk is told of with its call, as the last sentence of its story too, and played", async () => {
  const id = await talk(DANA);
  const before = (await api.ask("GET", `/calls/${id}`)).body as { story: { at: string; text: string }[] };
  expect(before).toMatchObject({
    outcome: "answered",
    voicemail: null,
    talk: { seconds: 130, recording: { state: "waiting" }, transcript: { state: "none" } },
  });
  expect(before.story.at(-1)).toEqual({
    at: "2026-03-02T15:02:21.000Z",
    text: "The call was recorded (2 min 10 s).",
  });
  const authorization = `Bearer ${await api.keyFor("acme", "member")}`;
  expect((await play(id, { authorization })).status).toBe(404);
  await takeIn(id);
  const whole = await play(id, { authorization });
  expect(whole.headers.get("content-type")).toBe("audio/wav");
  expect(Buffer.from(await whole.arrayBuffer()).equals(wav)).toBe(true);
  const part = await play(id, { authorization, range: "bytes=0-9" });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10]);
  expect((await api.ask("POST", `/calls/${id}/talk/fetch`, {})).status).toBe(409);
  // It is no message: nobody has to deal with it.
  expect((await api.ask("GET", "/voicemails")).body.items).toEqual([]);
});

test("one that the carrier has no more can be asked for again; a call without one says so", async () => {
  const id = await talk(DANA);
  carrierIs = "without it";
  await takeIn(id);
  expect((await api.ask("GET", `/calls/${id}`)).body.talk).toMatchObject({
    recording: { state: "waiting", error: "the carrier has no such recording (yet)", tries: 1 },
  });
  carrierIs = "there";
  expect((await api.ask("POST", `/calls/${id}/talk/fetch`, {})).body).toMatchObject({
    recording: { state: "waiting", tries: 0 },
  });
  await takeIn(id);
  expect((await api.ask("GET", `/calls/${id}`)).body.talk).toMatchObject({ recording: { state: "fetched" } });
  const { script } = await keepCall(api.database, { startedAt: 0, lead: null, rings: DANA });
  expect((await api.ask("GET", `/calls/${script.callId}/talk/audio`)).body.error).toMatchObject({
    message: `the call ${script.callId} was not recorded`,
  });
});

test("a member hears only talks of calls that they may see", async () => {
  const cookie = await api.cookieFor("acme", "member");
  const mine = await talk(DANA);
  await takeIn(mine);
  expect((await play(mine, { cookie })).status).toBe(404);
  const stranger = `Bearer ${await api.keyFor("stranger", "owner")}`;
  expect((await play(mine, { authorization: stranger })).status).toBe(404);
});
