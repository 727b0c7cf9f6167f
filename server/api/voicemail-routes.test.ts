import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rescueMessages } from "../../jobs/fetch-messages.ts";
import { runJobs } from "../../jobs/run-jobs.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { type Database, openDatabase } from "../../store/open-database.ts";
import { openRecordings, type Recordings } from "../../voicemail/open-recordings.ts";
import { makeWav } from "../../voicemail/testing/make-wav.ts";
import { leaveMessage } from "./testing/leave-messages.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const wav = makeWav(3);
let api: TestApi;
let pool: Database;
let folder: string;
let recordings: Recordings;
let jobs: { stop(): Promise<void> };
let carrierIs: "there" | "without it" = "there";
const complaints: object[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ringright-voicemail-"));
  recordings = openRecordings({ dataFolder: folder, bucket: null });
  const send: typeof fetch = async () =>
    carrierIs === "there" ? new Response(wav) : new Response("", { status: 404 });
  api = await openTestApi(send, recordings);
  pool = openDatabase(api.connection, { max: 8, patient: true });
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, error: (details: object) => void complaints.push(details) };
  jobs = await runJobs(pool, log, { recordings, send });
});
afterAll(async () => {
  await jobs.stop();
  await pool.close();
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

type Message = {
  id: string;
  state: string;
  leftAt: string;
  recording: { state: string; error: string | null };
};
const messages = async (query = "") =>
  (await api.ask("GET", `/voicemails${query}`)).body as unknown as {
    items: Message[];
    nextCursor: string | null;
  };
const one = async (id: string) => (await api.ask("GET", `/voicemails/${id}`)).body as unknown as Message;
const fetched = (id: string) => expect.poll(async () => (await one(id)).recording.state).toBe("fetched");
const audio = async (id: string, headers: Record<string, string> = {}) => {
  const authorization = `Bearer ${await api.keyFor("acme", "member")}`;
  const answer = await api.app.request(`/accounts/acme/voicemails/${id}/audio`, {
    headers: { authorization, ...headers },
  });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const fetchNow = (id: string) => api.ask("POST", `/voicemails/${id}/fetch`, {});

test("a message is fetched in the background, and played whole or in parts", async () => {
  const id = await leaveMessage(api.database);
  expect(await one(id)).toMatchObject({ state: "new", seconds: 9, recording: { state: "waiting" } });
  expect((await audio(id)).answer.status).toBe(404);
  expect((await fetchNow(id)).status).toBe(200);
  await fetched(id);
  expect((await fetchNow(id)).status).toBe(409);
  const whole = await audio(id);
  expect(whole.answer.status).toBe(200);
  expect(Object.fromEntries(whole.answer.headers)).toMatchObject({
    "accept-ranges": "bytes",
    "content-type": "audio/wav",
    "content-length": String(wav.length),
    "x-content-type-options": "nosniff",
  });
  expect(whole.bytes.equals(wav)).toBe(true);
  const part = await audio(id, { range: "bytes=8-11" });
  expect(part.answer.status).toBe(206);
  expect(part.answer.headers.get("content-range")).toBe(`bytes 8-11/${wav.length}`);
  expect(part.bytes.toString()).toBe("WAVE");
  const beyond = await audio(id, { range: `bytes=${wav.length}-` });
  expect(beyond.answer.status).toBe(416);
  expect(beyond.answer.headers.get("content-range")).toBe(`bytes */${wav.length}`);
  // The call has its message beside its story.
  const { body } = await api.ask("GET", `/calls/${id}`);
  expect(body).toMatchObject({ outcome: "voicemail", voicemail: { id, recording: { state: "fetched" } } });
});

test("one that is not there yet is tried again by itself; why it waits can be seen meanwhile", async () => {
  carrierIs = "without it";
  const id = await leaveMessage(api.database);
  await fetchNow(id);
  await expect
    .poll(async () => (await one(id)).recording)
    .toMatchObject({ state: "waiting", tries: 1, error: "the carrier has no such recording (yet)" });
  expect((await audio(id)).answer.status).toBe(404);
  carrierIs = "there";
  await expect.poll(async () => (await one(id)).recording.state).toBe("fetched");
  expect(complaints).toEqual([]);
});

test("the new ones come first, then the newest; pages follow on one another whatever their states", async () => {
  await api.database.query.deleteFrom("voicemail").execute();
  const ids: string[] = [];
  for (let day = 1; day <= 5; day += 1) ids.push(await leaveMessage(api.database, { at: day * 86_400_000 }));
  const [first = "", second = "", third = "", fourth = "", fifth = ""] = ids;
  const patch = (id: string, state: string) => api.ask("PATCH", `/voicemails/${id}`, { state });
  expect((await patch(fifth, "heard")).body).toMatchObject({ id: fifth, state: "heard" });
  await patch(second, "done");
  const order = [fourth, third, first, fifth, second];
  expect((await messages()).items.map(({ id }) => id)).toEqual(order);
  const paged: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = await messages(`?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
    paged.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(order);
  expect((await messages("?state=open")).items.map(({ id }) => id)).toEqual([fourth, third, first, fifth]);
  expect((await messages("?state=done")).items.map(({ id }) => id)).toEqual([second]);
  await patch(second, "new");
  expect((await messages("?state=new")).items).toHaveLength(4);
});

test("what is no state, id or cursor is refused by its field", async () => {
  const id = await leaveMessage(api.database);
  expect((await api.ask("PATCH", `/voicemails/${id}`, { state: "lost" })).body.error).toMatchObject({
    code: "invalid",
    fields: { state: expect.any(String) },
  });
  expect((await api.ask("GET", "/voicemails?state=lost")).status).toBe(400);
  expect((await api.ask("GET", "/voicemails?cursor=abc")).status).toBe(400);
  expect((await api.ask("GET", "/voicemails?user=dana")).status).toBe(400);
  expect((await api.ask("GET", "/voicemails/7")).status).toBe(404);
  expect((await api.ask("PATCH", "/voicemails/7", { state: "done" })).status).toBe(404);
});

test("a member sees and plays the messages of their own leads and calls, and no others", async () => {
  const cookie = await api.cookieFor("acme", "member");
  const me = await api.database.query
    .updateTable("staff")
    .set({ phone: "+13125550119" })
    .where("email", "like", "member-%")
    .returning(["id", "email"])
    .executeTakeFirstOrThrow();
  await applySettings(api.database, {
    account: { slug: "acme" },
    leads: [{ name: "Mine", phones: ["+13125550151"], assignedTo: me.email }],
  });
  const lead = await api.database.query
    .selectFrom("lead")
    .select(["id", "name"])
    .where("name", "=", "Mine")
    .executeTakeFirstOrThrow();
  await api.database.query.deleteFrom("voicemail").execute();
  const ofLead = await leaveMessage(api.database, { lead });
  const rang = await leaveMessage(api.database, { rings: "+13125550119" });
  const other = await leaveMessage(api.database);
  for (const id of [ofLead, rang, other]) {
    await fetchNow(id);
    await fetched(id);
  }
  const as = async (method: string, path: string, body?: object) =>
    (
      await api.app.request(`/accounts/acme/voicemails${path}`, {
        method,
        headers: { cookie, "x-ringright": "1" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    ).json();
  const mine = ((await as("GET", "")) as { items: Message[] }).items.map(({ id }) => id);
  expect(mine.sort()).toEqual([ofLead, rang].sort());
  const play = async (id: string) =>
    (await api.app.request(`/accounts/acme/voicemails/${id}/audio`, { headers: { cookie } })).status;
  expect([await play(ofLead), await play(rang), await play(other)]).toEqual([200, 200, 404]);
  expect(await as("PATCH", `/${rang}`, { state: "done" })).toMatchObject({ state: "done" });
  expect(await as("PATCH", `/${other}`, { state: "done" })).toMatchObject({ error: { code: "notFound" } });
  expect(await as("POST", `/${rang}/fetch`, {})).toMatchObject({ error: { code: "forbidden" } });
  // The owner asks for the messages of this staff member.
  expect((await messages(`?user=${me.id}`)).items).toHaveLength(2);
});

test("a message whose job was lost is found again by the periodic look", async () => {
  const id = await leaveMessage(api.database);
  await rescueMessages(pool);
  await fetched(id);
});

test("a recording that is not on this server is said to be so, and logged", async () => {
  const id = await leaveMessage(api.database);
  await fetchNow(id);
  await fetched(id);
  await rm(join(folder, "recordings"), { recursive: true });
  const { answer, bytes } = await audio(id);
  expect(answer.status).toBe(404);
  expect(bytes.toString()).toContain("several need a bucket together");
  expect(api.logged).toContain("A recording is not where it is kept");
});
