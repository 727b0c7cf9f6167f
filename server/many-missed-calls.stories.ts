import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_TEXT_BACK } from "../messages/text-back-settings.ts";
import { openDatabase } from "../store/open-database.ts";
import { createTestDatabase } from "../store/testing/create-test-database.ts";
import { openRecordings } from "../voicemail/open-recordings.ts";
import { keepJobs } from "./keep-jobs.ts";
import { startNode } from "./node.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { CREDENTIALS, signedRequest } from "./testing/sign-as-carrier.ts";
import { LINE, PUBLIC_URL, sendTo } from "./testing/start-house.ts";

const CALLS = 1_000;
const NUMBERS = 20;
const TEXTS_PER_SECOND = 10;
/** Calls at the same time: a thousand in well under a minute. */
const CALLERS = 20;

test("a thousand missed calls within a minute: a thousand texts at their numbers' pace, and no arrival waits for them", async () => {
  const made = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "ringright-many-"));
  await seedBusiness(made, {}, CREDENTIALS);
  const { query, close } = openDatabase(made.connection, { max: 1, patient: true });
  const quietHours = { from: "00:00", to: "00:00" };
  const textBack = JSON.stringify({ ...DEFAULT_TEXT_BACK, on: true, afterSeconds: 0, quietHours });
  const callbacks = JSON.stringify({ ignoreShorterThanSeconds: 0, escalateAfterMinutes: null });
  const { id: account_id } = await query
    .updateTable("account")
    .set({ text_back: textBack, callbacks })
    .returning("id")
    .executeTakeFirstOrThrow();
  await query.updateTable("number").set({ texts_per_second: TEXTS_PER_SECOND }).execute();
  const lines = [
    LINE,
    ...Array.from({ length: NUMBERS - 1 }, (_, index) => `+1312555${String(1000 + index)}`),
  ];
  await query
    .insertInto("number")
    .values(
      lines.slice(1).map((number) => ({
        account_id,
        number,
        label: null,
        carrier_id: "main",
        forwarding_number: "+13125550102",
        user_id: null,
        ladder: null,
        ring_seconds: null,
        caller_id: null,
        whisper: null,
        greeting: null,
        texts_per_second: TEXTS_PER_SECOND,
      })),
    )
    .execute();

  const sent: { at: number; from: string; to: string }[] = [];
  const send: typeof fetch = async (_input, init) => {
    const form = new URLSearchParams(String(init?.body));
    sent.push({ at: performance.now(), from: form.get("From") ?? "", to: form.get("To") ?? "" });
    return Response.json({ sid: `SM${sent.length}` }, { status: 201 });
  };
  const errors: object[] = [];
  const log = { debug: () => {}, info: () => {}, error: (details: object) => void errors.push(details) };
  let jobs: ReturnType<typeof keepJobs> | undefined;
  const node = await startNode({
    connection: made.connection,
    dataFolder,
    publicUrl: PUBLIC_URL,
    log: pino({ level: "silent" }),
    fetch: send,
    onCallEnded: () => jobs?.callEnded(),
  });
  const recordings = openRecordings({ dataFolder, bucket: null });
  jobs = keepJobs(made.connection, log, { recordings, send }, { send, publicUrl: PUBLIC_URL });
  onTestFinished(async () => {
    await jobs?.stop();
    await node.stop();
    await close();
    await made.drop();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const ask = sendTo(node);
  const arrivals: number[] = [];
  const callOnce = async (index: number) => {
    const params = {
      CallSid: `CA-many-${index}`,
      From: `+1773555${String(1000 + index)}`,
      To: lines[index % NUMBERS] ?? LINE,
    };
    const tell = async (path: string, CallStatus: string) => {
      const began = performance.now();
      const target = `/hooks/twilio/main/${path}`;
      const signed = signedRequest({ path: target, params: { ...params, CallStatus } });
      const request = new Request(PUBLIC_URL + target, signed);
      expect((await ask(request)).status).toBe(200);
      return performance.now() - began;
    };
    arrivals.push(await tell("voice", "ringing"));
    await tell("status", "completed");
  };
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < CALLS) await callOnce(next++);
    }),
  );
  expect(performance.now() - began).toBeLessThan(60_000);
  await expect.poll(() => sent.length, { interval: 200 }).toBe(CALLS);

  // Each caller got one, from the number that they had called.
  expect(new Set(sent.map(({ to }) => to)).size).toBe(CALLS);
  for (const { from, to } of sent) expect(from).toBe(lines[(Number(to.slice(-4)) - 1000) % NUMBERS]);
  // No number sent faster than it may: in no second more than its pace, and the one that was under way.
  for (const line of lines) {
    const times = sent.filter(({ from }) => from === line).map(({ at }) => at);
    for (const at of times) {
      const within = times.filter((other) => other >= at && other < at + 1_000).length;
      expect(within).toBeLessThanOrEqual(TEXTS_PER_SECOND + 1);
    }
  }
  arrivals.sort((one, other) => one - other);
  const [median = 0, late = 0] = [arrivals[CALLS / 2], arrivals[CALLS * 0.99]];
  // Carriers give up after five seconds; beside a busy machine's other work these are milliseconds.
  expect(median).toBeLessThan(250);
  expect(late).toBeLessThan(2_000);
  expect(errors).toEqual([]);
  const { rows } = await node.database.pool.query(
    "SELECT (SELECT count(*)::int FROM callback WHERE state = 'open') AS open, (SELECT count(*)::int FROM call_follow_up) AS left",
  );
  expect(rows).toEqual([{ open: CALLS, left: 0 }]);
});
