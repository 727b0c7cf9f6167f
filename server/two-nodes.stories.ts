import { pino } from "pino";
import { describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { QUIET_MS } from "../calls/sweep-calls.ts";
import type { PhoneScript } from "../simulator/index.ts";
import { openDatabase } from "../store/open-database.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../store/read-call-row.ts";
import { findExternalPrograms, startExternalPostgres } from "../store/testing/external-postgres.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { type RingrightNode, startNode } from "./node.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import {
  ANNA,
  DANA,
  FORWARDING,
  LINE,
  openCarrier,
  PUBLIC_URL,
  STRANGER,
  sendTo,
} from "./testing/start-house.ts";

const accepts: PhoneScript = {
  does: "answers",
  after: 3,
  presses: [{ key: "1", after: 2 }],
  hangsUpAfter: 40,
};
type Send = (request: Request) => Promise<Response>;

/** Two nodes, each with its own folder, that find an empty database at the same moment. */
async function startTwoNodes(context: TestContext, choose: (one: Send, two: Send) => Send) {
  const programs = findExternalPrograms();
  if (programs === null)
    return context.skip("no PostgreSQL in /usr/lib/postgresql (Debian: apt install postgresql)");
  const url = await startExternalPostgres(programs);
  let send: Send = async () => new Response(null, { status: 503 });
  const { clock, carrier, credentials } = openCarrier({}, (request) => send(request));
  const folders = [await makeScratchFolder(), await makeScratchFolder()];
  const log = pino({ level: "silent" });
  const restFetch: typeof fetch = (input, init) => carrier.restHandler(new Request(input, init));
  const begin = (dataFolder: string) =>
    startNode({
      connection: { url },
      dataFolder,
      publicUrl: PUBLIC_URL,
      log,
      now: clock.now,
      fetch: restFetch,
    });
  const nodes = await Promise.all(folders.map(begin));
  for (const node of nodes) onTestFinished(() => node.stop());
  const [one, two] = nodes as [RingrightNode, RingrightNode];
  send = choose(sendTo(one), sendTo(two));
  const database = openDatabase({ url }, { max: 2, patient: true });
  onTestFinished(() => database.close());
  await seedBusiness({ connection: { url } }, {}, credentials);
  await Promise.all(nodes.map((node) => node.refreshSettings()));

  return {
    clock,
    carrier,
    nodes: [one, two] as const,
    sql: (text: string) => database.pool.query(text),
    async calls() {
      const { rows } = await database.pool.query<CallRow>(
        `SELECT ${CALL_COLUMNS} FROM call ORDER BY started_at`,
      );
      return rows.map(recordFromRow);
    },
    async call(from: string = ANNA) {
      const heard = await carrier.call({ from, to: LINE }).ended;
      await carrier.idle();
      return heard;
    },
  };
}

/** Each request to the other node than the one before. */
const inTurn = (one: Send, two: Send): Send => {
  let count = 0;
  return (request) => {
    count += 1;
    return count % 2 === 1 ? one(request) : two(request);
  };
};

const differing: string[] = [];
/** Each request to both nodes at once; where their answers differ is noted. */
const toBoth = (one: Send, two: Send): Send => {
  return async (request) => {
    const copy = request.clone();
    const [first, second] = await Promise.all([one(request), two(copy)]);
    const text = await first.text();
    if (text !== (await second.text())) differing.push(request.url);
    return new Response(text, first);
  };
};

describe("two nodes over one PostgreSQL that is not ours", () => {
  test("both bring an empty database up to date at once, and share one secret", async (context) => {
    const house = await startTwoNodes(context, inTurn);
    const { rows } = await house.sql("SELECT count(*)::int AS secrets FROM installation");
    expect(rows).toEqual([{ secrets: 1 }]);
    for (const node of house.nodes) expect(node.readiness()).toEqual({ ready: true, degraded: [] });
  });

  test("a call that begins on one goes on at the other, request by request", async (context) => {
    const house = await startTwoNodes(context, inTurn);
    house.carrier.phone(DANA, { does: "ringsOut" });
    house.carrier.phone(FORWARDING, accepts);
    const heard = await house.call();
    expect(heard.legs.map((leg) => leg.to)).toEqual([DANA, FORWARDING]);
    expect(heard.connectedTo).toBe(FORWARDING);
    expect(await house.calls()).toMatchObject([
      { state: { outcome: "answered", legs: [{ result: "noAnswer" }, { result: "connected" }] } },
    ]);
    expect(house.carrier.violations).toEqual([]);
  });

  test("a message that is left with one, told to the other, is kept", async (context) => {
    const house = await startTwoNodes(context, inTurn);
    const heard = await house.call(STRANGER);
    expect(heard.recordings).toHaveLength(1);
    expect(await house.calls()).toMatchObject([{ state: { outcome: "voicemail" } }]);
  });

  test("every request told to both at once: the same answer from both, one call, one connection", async (context) => {
    differing.length = 0;
    const house = await startTwoNodes(context, toBoth);
    house.carrier.phone(DANA, { does: "declines", after: 2 });
    house.carrier.phone(FORWARDING, accepts);
    const callers = [ANNA, STRANGER, "+13125550181", "+13125550182"];
    const heard = await Promise.all(callers.map((from) => house.call(from)));
    expect(differing).toEqual([]);
    expect(heard.map((call) => call.errors)).toEqual(callers.map(() => []));
    const calls = await house.calls();
    expect(calls).toHaveLength(callers.length);
    for (const { state } of calls) {
      expect(state.outcome).not.toBeNull();
      expect(state.legs.filter((leg) => leg.result === "connected").length).toBeLessThanOrEqual(1);
    }
  });

  test("settings changed by one are noticed by the other", async (context) => {
    const house = await startTwoNodes(context, (_one, two) => two);
    expect((await house.call()).errors).toEqual([]);
    await house.nodes[0].database.pool.query(
      "WITH changed AS (UPDATE carrier SET auth_token = 'rotated' RETURNING account_id) SELECT pg_notify('ringright_settings', account_id::text) FROM changed",
    );
    // The carrier still signs with the old token: node two believes it no more.
    await expect
      .poll(async () => (await house.call()).errors)
      .toContainEqual(expect.stringContaining("answered 403"));
  });

  test("the sweeps of two nodes share the work: each quiet call is ended once", async (context) => {
    // Of each call only the arrival comes through.
    const house = await startTwoNodes(context, (one) => async (request) => {
      const { pathname } = new URL(request.url);
      return pathname.endsWith("/voice") ? one(request) : new Response(null, { status: 404 });
    });
    const callers = Array.from({ length: 12 }, (_, index) => `+131255501${80 + index}`);
    await Promise.all(callers.map((from) => house.call(from)));
    await house.clock.sleep(QUIET_MS + 1_000);
    const ended = await Promise.all(house.nodes.map((node) => node.sweep()));
    expect(ended.reduce((sum, count) => sum + count)).toBe(callers.length);
    expect((await house.calls()).every((call) => call.state.outcome !== null)).toBe(true);
    expect(await Promise.all(house.nodes.map((node) => node.sweep()))).toEqual([0, 0]);
  });
});
