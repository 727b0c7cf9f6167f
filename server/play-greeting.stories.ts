import { buffer } from "node:stream/consumers";
import { Hono } from "hono";
import { pino } from "pino";
import { expect, test } from "vitest";
import { makeApiKey } from "../access/api-key.ts";
import { insertApiKey } from "../store/keep-api-keys.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { openRecordings } from "../voicemail/open-recordings.ts";
import { makeWav } from "../voicemail/testing/make-wav.ts";
import { createApp } from "./create-app.ts";
import { appSettings } from "./testing/app-settings.ts";
import { LINE, PUBLIC_URL, STRANGER, sendTo, startHouse } from "./testing/start-house.ts";

type Uploaded = { id: string; greeting: string; fileName: string; bytes: number };

/** A house whose carrier can fetch what it is told to play, and whose API is asked as its owner. */
async function startStudio() {
  let app = new Hono();
  const house = await startHouse(
    {},
    {
      send: (request) =>
        new URL(request.url).pathname.includes("/greeting/")
          ? Promise.resolve(app.fetch(request))
          : sendTo(house.node)(request),
    },
  );
  const recordings = openRecordings({ dataFolder: await makeScratchFolder(), bucket: null });
  app = createApp(house.node, pino({ level: "silent" }), { ...appSettings(PUBLIC_URL), recordings });
  const account = await house.node.database.query
    .selectFrom("account")
    .select("id")
    .executeTakeFirstOrThrow();
  const key = makeApiKey();
  await insertApiKey(house.node.database.query, account.id, key, { role: "owner", label: "owner" });
  const ask = async (method: string, path: string, body?: object | Uint8Array) => {
    const answer = await app.request(`/api/v1/accounts/acme${path}`, {
      method,
      headers: { authorization: `Bearer ${key.key}` },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    });
    return {
      status: answer.status,
      answer,
      body: (await answer
        .clone()
        .json()
        .catch(() => null)) as never,
    };
  };
  return {
    house,
    app,
    ask,
    line: async () => {
      const { items } = (await ask("GET", "/numbers")).body as { items: { id: string; number: string }[] };
      return items.find(({ number }) => number === LINE)?.id ?? "";
    },
  };
}

test("a recording is uploaded, set on the line, and played to a caller before the tone", async () => {
  const { house, app, ask, line } = await startStudio();
  const wav = makeWav(2);
  const made = await ask("POST", "/greetings?fileName=Leeds.wav", wav);
  expect(made.status).toBe(201);
  const uploaded = made.body as Uploaded;
  expect(uploaded).toMatchObject({ fileName: "Leeds.wav", bytes: wav.length });
  const set = await ask("PATCH", `/numbers/${await line()}`, { greeting: uploaded.greeting });
  expect(set.status).toBe(200);
  await house.node.refreshSettings();
  const { heard, kept } = await house.call({ from: STRANGER, caller: { leavesMessage: 5 } });
  const address = `${PUBLIC_URL}/hooks/twilio/main/greeting/${uploaded.id}`;
  expect(heard.heard).toEqual([`[plays ${address}]`]);
  expect(heard.errors).toEqual([]);
  expect(kept.outcome).toBe("voicemail");
  const fetched = await app.request(address);
  expect(fetched.headers.get("content-type")).toBe("audio/wav");
  expect((await buffer(fetched.body ?? new Blob([]).stream())).equals(wav)).toBe(true);
  const again = await ask("GET", `/greetings/${uploaded.id}/audio`);
  expect((await again.answer.arrayBuffer()).byteLength).toBe(wav.length);

  // While callers hear it, it can't be deleted.
  expect((await ask("DELETE", `/greetings/${uploaded.id}`)).status).toBe(409);
  await ask("PATCH", `/numbers/${await line()}`, { greeting: null });
  expect((await ask("DELETE", `/greetings/${uploaded.id}`)).status).toBe(200);
  expect((await app.request(address)).status).toBe(404);
  expect((await ask("GET", "/greetings")).body).toEqual({ items: [] });
});

test("what is no audio, too large, or was never uploaded is refused with words", async () => {
  const { app, ask, line } = await startStudio();
  const page = await ask("POST", "/greetings", Buffer.from("<html><script>alert(1)</script>"));
  expect(page).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining("expected a WAV or MP3 file") } },
  });
  const empty = await ask("POST", "/greetings");
  expect(empty.status).toBe(400);
  const large = await ask("POST", "/greetings", makeWav(320));
  expect(large).toMatchObject({
    status: 413,
    body: { error: { message: expect.stringContaining("larger than 5 MB") } },
  });
  const unknown = "recording:0b7c6a52-31c4-4f6e-9d55-0e4d5b8f2a11.wav";
  for (const greeting of [unknown, "recording:../../etc/passwd", "recording:1.wav"])
    expect(await ask("PATCH", `/numbers/${await line()}`, { greeting })).toMatchObject({
      status: 400,
      body: { error: { fields: { greeting: expect.any(String) } } },
    });
  for (const path of [
    "../../spool.jsonl",
    "%2e%2e%2fspool.jsonl",
    "0b7c6a52-31c4-4f6e-9d55-0e4d5b8f2a11.wav",
  ])
    expect((await app.request(`/hooks/twilio/main/greeting/${path}`)).status).toBe(404);
});
