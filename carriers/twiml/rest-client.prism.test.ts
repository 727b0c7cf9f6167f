import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../store/testing/free-port.ts";
import type { CarrierConnection } from "../carrier-connection.ts";
import { askText } from "./ask-text.ts";
import { deleteRecording } from "./fetch-recording.ts";
import { findPlacedCalls } from "./find-placed-calls.ts";
import { findRecording } from "./find-recording.ts";
import { endCall, placeCall, removeQueue } from "./place-call.ts";
import { pointNumber, setupFor } from "./point-number.ts";
import { CarrierError, listNumbers, readCall } from "./rest-client.ts";
import { findSentMessages, sendMessage } from "./send-message.ts";

/** Our requests against Twilio's own OpenAPI, judged by Prism: path, method, query, and sign-in. */
let prism: ChildProcess;
let base = "";
const folder = mkdtempSync(join(tmpdir(), "ringright-prism-"));

type Schema = { type?: string; properties?: Record<string, { type?: string }> };
type Operation = { requestBody?: { content?: Record<string, { schema?: Schema; encoding?: object }> } };

beforeAll(async () => {
  const source = new URL("./fixtures/twilio/twilio_api_v2010.json", import.meta.url);
  const spec = JSON.parse(readFileSync(source, "utf8")) as {
    paths: Record<string, Record<string, Operation>>;
  };
  for (const operation of Object.values(spec.paths).flatMap((path) => Object.values(path)))
    describeArrays(operation);
  const file = join(folder, "twilio.json");
  writeFileSync(file, JSON.stringify(spec));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const command = join(
    dirname(createRequire(import.meta.url).resolve("@stoplight/prism-cli/package.json")),
    "dist/index.js",
  );
  prism = spawn(process.execPath, [command, "mock", "-p", String(port), file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Prism is listening")) resolve();
    };
    prism.stdout?.on("data", listen);
    prism.stderr?.on("data", listen);
    prism.once("exit", (code) => reject(new Error(`Prism ended with ${code}: ${said.slice(-500)}`)));
  });
});

afterAll(async () => {
  if (prism.exitCode === null) {
    const ended = once(prism, "exit");
    prism.kill("SIGKILL");
    await ended;
  }
  rmSync(folder, { recursive: true });
});

const connection = (change: Partial<CarrierConnection> = {}): CarrierConnection => ({
  id: "main",
  accountId: "1",
  country: "US",
  kind: "twilio",
  accountSid: `AC${"a".repeat(32)}`,
  authToken: "secret",
  credentials: {},
  apiBaseUrl: base,
  ...change,
});
const CALL = `CA${"b".repeat(32)}`;

test("a call is asked for as Twilio's description of its API says", async () => {
  expect(await readCall(connection(), CALL)).toMatchObject({ status: expect.any(String) });
});

test("numbers are listed as Twilio's description of its API says", async () => {
  const send: typeof fetch = async (input, init) => {
    const answer = (await (await fetch(input, init)).json()) as object;
    // Prism gives the same page for ever.
    return Response.json({ ...answer, next_page_uri: null });
  };
  const numbers = await listNumbers(connection(), send);
  expect(numbers[0]).toMatchObject({ number: expect.stringMatching(/^\+/), voiceMethod: expect.any(String) });
});

test("a number is pointed here in words that Twilio takes", async () => {
  const sent: string[] = [];
  const send: typeof fetch = async (input, init) => {
    sent.push(String(init?.body));
    return fetch(input, init);
  };
  const setup = setupFor({
    voice: "https://calls.example.com/voice",
    status: "https://calls.example.com/status",
  });
  const number = { id: `PN${"c".repeat(32)}`, now: { ...setup, voiceUrl: "", voiceMethod: "GET" } };
  await pointNumber(connection(), number, setup, send);
  expect(Object.fromEntries(new URLSearchParams(sent[0]))).toEqual({
    VoiceUrl: "https://calls.example.com/voice",
    VoiceMethod: "POST",
  });
  const wrong = { ...setup, voiceMethod: "PUT" };
  await expect(pointNumber(connection(), number, wrong, send)).rejects.toThrow(CarrierError);
});

test("a call's recordings are listed, fetched and deleted as Twilio's description of its API says", async () => {
  const found = await findRecording(connection(), CALL, fetch);
  expect(found).toMatchObject({ resource: expect.stringMatching(/\/Recordings\/RE[0-9a-f]{32}$/) });
  const parts = { send: fetch, signal: AbortSignal.timeout(10_000) };
  await deleteRecording(connection(), found?.resource ?? "", parts);
});

test("a text is handed over, and looked for again, as Twilio's description of its API says", async () => {
  const text = {
    from: "+13125550111",
    to: "+13125550123",
    body: "Sorry we missed your call.",
    mediaUrls: [],
  };
  const statusUrl = "https://calls.example.com/hooks/twilio/main/text-status/0/1-2";
  expect(await sendMessage(connection(), { ...text, statusUrl }, fetch)).toMatch(/^(SM|MM)[0-9a-fA-F]{32}$/);
  // The made-up list has other texts than ours.
  expect(await findSentMessages(connection(), { ...text, since: 0 }, fetch)).toEqual([]);
  const asked = await askText(connection(), `SM${"e".repeat(32)}`, fetch);
  expect(asked).toMatchObject({ id: `SM${"e".repeat(32)}`, state: expect.any(String) });
  const wrong = { ...text, statusUrl: "no address" };
  await expect(sendMessage(connection(), wrong, fetch)).rejects.toThrow(CarrierError);
});

test("a call is placed and ended, and a queue removed, as Twilio's description of its API says", async () => {
  const call = {
    from: "+13125550111",
    to: "+13125550101",
    url: "https://calls.example.com/hooks/twilio/main/screen/0/x",
    statusCallback: "https://calls.example.com/hooks/twilio/main/leg/0/x",
    timeout: 20,
    callToken: "token",
  };
  expect(await placeCall(connection(), call)).toMatch(/^CA/);
  await endCall(connection(), CALL);
  await removeQueue(connection(), `QU${"d".repeat(32)}`);
  await expect(placeCall(connection(), { ...call, timeout: 2.5 })).rejects.toThrow(CarrierError);
});

test("calls that were placed are looked for as Twilio's description of its API says", async () => {
  const between = { from: "+13125550111", to: "+13125550101" };
  // The made-up list has other calls than ours.
  expect(await findPlacedCalls(connection(), { ...between, since: 0 })).toEqual([]);
});

test("the judge is awake: a malformed account is refused", async () => {
  await expect(readCall(connection({ accountSid: "nonsense" }), CALL)).rejects.toThrow(CarrierError);
});

/** The description leaves out how arrays in forms are written, and Prism then refuses what Twilio takes. */
function describeArrays(operation: Operation): void {
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    const arrays = Object.entries(content.schema?.properties ?? {}).filter(
      ([, property]) => property.type === "array",
    );
    if (arrays.length > 0) {
      content.encoding = Object.fromEntries(arrays.map(([name]) => [name, { style: "form", explode: true }]));
    }
  }
}
