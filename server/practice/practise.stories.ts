import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { makeApiKey } from "../../access/api-key.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { insertApiKey } from "../../store/keep-api-keys.ts";
import { createTestDatabase } from "../../store/testing/create-test-database.ts";
import { createApp } from "../create-app.ts";
import { listenHttp } from "../listen-http.ts";
import { startNode } from "../node.ts";
import { appSettings } from "../testing/app-settings.ts";
import type { PracticeBoard } from "./practice-routes.ts";

const PUBLIC_URL = "https://calls.example.com";
const DANA = "+13125550101";
const FORWARDING = "+13125550102";
const COMPANY = "+13125550100";
const ANNA = "+13125550123";

/** A whole server with a business on it, asked over HTTP as its owner. */
async function openOffice() {
  const made = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "ringright-practice-"));
  const log = pino({ level: "silent" });
  let local = "";
  const settings = appSettings(PUBLIC_URL, () => local);
  const node = await startNode({
    connection: made.connection,
    dataFolder,
    publicUrl: PUBLIC_URL,
    log,
    fetch: settings.practice.fetch,
  });
  const app = createApp(node, log, settings);
  const server = await listenHttp({
    host: "127.0.0.1",
    port: 0,
    answerHook: node.answerHook,
    app,
    onError: log.error,
  });
  local = `http://127.0.0.1:${server.port}`;
  onTestFinished(async () => {
    await server.close();
    await node.stop();
    await made.drop();
    await rm(dataFolder, { recursive: true, force: true });
  });
  await applySettings(node.database, {
    account: {
      slug: "acme",
      name: "Acme",
      country: "US",
      timezone: "America/Chicago",
      companyPhone: COMPANY,
    },
    staff: [{ email: "dana@acme.test", name: "Dana", phone: DANA }],
    leads: [{ name: "Anna Berg", phones: [ANNA], assignedTo: "dana@acme.test" }],
  });
  const { id } = await node.database.query.selectFrom("account").select("id").executeTakeFirstOrThrow();
  const key = makeApiKey();
  await insertApiKey(node.database.query, id, key, { role: "owner", label: "owner" });
  const headers = { authorization: `Bearer ${key.key}` };

  async function ask(method: string, path: string, body?: object) {
    const response = await fetch(`${local}/api/v1/accounts/acme${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const board = async () => (await ask("GET", "/practice")).body as PracticeBoard;
  const seen = (check: (board: PracticeBoard) => void) =>
    vi.waitFor(async () => check(await board()), 120_000);
  const phone = (board: PracticeBoard, number: string) => board.phones.find((one) => one.number === number);
  return { ask, board, seen, phone, local, headers };
}

test("a business that has nothing yet opens a practice line, calls it as a lead, and answers its salesperson's phone", async () => {
  const { ask, seen, phone } = await openOffice();
  expect((await ask("GET", "/practice")).body).toMatchObject({ line: null });
  const opened = await ask("POST", "/practice/line", {});
  expect(opened.status).toBe(200);
  expect((await ask("POST", "/practice/line", {})).body).toEqual(opened.body);
  const to = opened.body.number as string;

  const { id } = (await ask("POST", "/practice/calls", { from: "(312) 555-0123", to })).body;
  await seen((board) => expect(phone(board, DANA)?.state).toBe("ringing"));
  expect((await ask("POST", `/practice/phones/${DANA}`, { do: "press" })).status).toBe(409);
  await ask("POST", `/practice/phones/${DANA}`, { do: "answer" });
  await seen((board) => expect(phone(board, DANA)?.heard.join()).toContain("Anna Berg"));
  await ask("POST", `/practice/phones/${DANA}`, { do: "press", key: "1" });
  await seen((board) => {
    expect(phone(board, DANA)?.state).toBe("talking");
    expect(board.calls[0]).toMatchObject({ id, state: "talking", connectedTo: DANA });
  });
  await ask("POST", `/practice/phones/${DANA}`, { do: "hangUp" });
  await seen((board) => expect(board.calls[0]?.state).toBe("ended"));
  await expect
    .poll(async () => (await ask("GET", `/calls/${id}`)).body)
    .toMatchObject({ outcome: "answered", lead: { name: "Anna Berg" }, answeredBy: { name: "Dana" } });
});

test("a phone's own voicemail answers, another declines: the call goes on, and the caller leaves a message", async () => {
  const { ask, seen, phone } = await openOffice();
  const to = (await ask("POST", "/practice/line", {})).body.number as string;
  const { items } = (await ask("GET", "/numbers")).body as { items: { id: string }[] };
  await ask("PATCH", `/numbers/${items[0]?.id}`, {
    forwardingNumber: FORWARDING,
    ladder: ["leadUser", "forwarding"],
  });
  const { id } = (await ask("POST", "/practice/calls", { from: ANNA, to })).body;
  await seen((board) => expect(phone(board, DANA)?.state).toBe("ringing"));
  await ask("POST", `/practice/phones/${DANA}`, { do: "voicemail" });
  await seen((board) => expect(phone(board, DANA)?.state).toBe("voicemail"));
  // It talks for a minute, unless it is cut short.
  await ask("POST", `/practice/phones/${DANA}`, { do: "hangUp" });
  await seen((board) => expect(phone(board, FORWARDING)?.state).toBe("ringing"));
  await ask("POST", `/practice/phones/${FORWARDING}`, { do: "decline" });
  await seen((board) => expect(board.calls[0]?.state).toBe("listening"));
  await seen((board) => expect(board.calls[0]?.heard.length).toBeGreaterThan(0));
  await ask("POST", `/practice/calls/${id}/hang-up`, {});
  await seen((board) => expect(board.calls[0]?.state).toBe("ended"));
  // Twilio tells a declined call from a busy phone by nothing (carriers.md, DialCallStatus).
  const kept = (await ask("GET", `/calls/${id}`)).body as { legs: { result: string }[] };
  expect(kept.legs.map(({ result }) => result)).toEqual(["notAccepted", "busy"]);
});

test("a withheld caller hangs up while a phone rings, and the page that watches sees it live", async () => {
  const { ask, local, headers } = await openOffice();
  const to = (await ask("POST", "/practice/line", {})).body.number as string;
  const stopped = new AbortController();
  onTestFinished(() => stopped.abort());
  const live = await fetch(`${local}/api/v1/accounts/acme/practice/live`, {
    headers,
    signal: stopped.signal,
  });
  expect(live.headers.get("content-type")).toContain("text/event-stream");
  const events = readEvents(live);
  expect((await events.next()).value).toMatchObject({ calls: [] });
  const { id } = (await ask("POST", "/practice/calls", { from: null, to })).body;
  const until = async (isIt: (board: PracticeBoard) => boolean) => {
    for (;;) {
      const { value } = await events.next();
      if (value === undefined || isIt(value)) return value;
    }
  };
  await until((board) => board.phones.some(({ state }) => state === "ringing"));
  await ask("POST", `/practice/calls/${id}/hang-up`, {});
  expect(await until((board) => board.calls[0]?.state === "ended")).toMatchObject({
    calls: [{ from: null }],
  });
  await expect
    .poll(async () => (await ask("GET", `/calls/${id}`)).body)
    .toMatchObject({ outcome: "abandoned", from: null });
});

test("what is no number of the line, or no phone, is refused with its field", async () => {
  const { ask } = await openOffice();
  await ask("POST", "/practice/line", {});
  const wrongTo = await ask("POST", "/practice/calls", { from: ANNA, to: COMPANY });
  expect(wrongTo).toMatchObject({ status: 400, body: { error: { fields: { to: expect.any(String) } } } });
  const wrongFrom = await ask("POST", "/practice/calls", { from: "tomorrow", to: wrongTo });
  expect(wrongFrom.status).toBe(400);
  expect((await ask("POST", "/practice/phones/12", { do: "answer" })).status).toBe(409);
  expect((await ask("POST", `/practice/phones/${DANA}`, { do: "fly" })).status).toBe(400);
});

async function* readEvents(response: Response): AsyncGenerator<PracticeBoard, void> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data) as PracticeBoard;
    }
  }
}
