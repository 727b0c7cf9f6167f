import { expect, test } from "vitest";
import { openDatabase } from "../store/open-database.ts";
import { makePreparedFolder } from "../store/testing/prepared-folder.ts";
import { connectionTo, killPostgres, postgresProcesses, runServer } from "./testing/run-server.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { type CarrierRequest, CREDENTIALS, findPath, sendSigned } from "./testing/sign-as-carrier.ts";
import { ANNA, LINE } from "./testing/start-house.ts";

const ROUNDS = 20;
const CALLERS = 16;

/** A request that was answered by 200: from then on the carrier believes that we know. */
type Acknowledged = CarrierRequest & { sid: string; event: string; body: string };

/** A small generator with a seed (mulberry32), so that a round that fails can be run again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Calls come in, one after another for each of the callers, until the server is gone. */
function callWithoutEnd(port: number, round: number, onAnswer: (answered: Acknowledged) => void) {
  async function callOnce(sid: string): Promise<void> {
    const call = { CallSid: sid, From: ANNA, To: LINE, CallStatus: "in-progress" };
    async function tell(path: string | null, event: string, more: Record<string, string> = {}) {
      if (path === null) throw new Error(`${sid}: no way to tell ${event}`);
      const request = { path, params: { ...call, ...more } };
      const { status, body } = await sendSigned(port, request);
      expect(status).toBe(200);
      onAnswer({ ...request, sid, event, body });
      return body;
    }
    const arrived = await tell("/hooks/twilio/main/voice", "arrived");
    const picked = await tell(findPath(arrived, "screen"), "pickedUp");
    await tell(findPath(picked, "key"), "keyPressed", { Digits: "1" });
    const over = { DialCallStatus: "completed", DialBridged: "true" };
    await tell(findPath(arrived, "rung"), "ringEnded", over);
  }
  async function caller(number: number): Promise<void> {
    for (let count = 0; ; count += 1) {
      try {
        await callOnce(`CA-${round}-${number}-${count}`);
      } catch (error) {
        // Undici's word for a server that is gone; anything else is a finding.
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  }
  return Promise.all(Array.from({ length: CALLERS }, (_, number) => caller(number)));
}

/** Keeps what was acknowledged, and tells when it has become so many. */
function keepAcknowledged() {
  const list: Acknowledged[] = [];
  let waiting = { count: Number.POSITIVE_INFINITY, reached: () => {} };
  return {
    list,
    take(answered: Acknowledged) {
      list.push(answered);
      if (list.length >= waiting.count) waiting.reached();
    },
    more: (count: number) =>
      new Promise<void>((reached) => {
        waiting = { count: list.length + count, reached };
      }),
  };
}

async function caughtUp(port: number): Promise<void> {
  const ask = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).json();
  await expect.poll(ask).toEqual({ status: "ready", degraded: [] });
}

/** Every call and event that was acknowledged is in the database, and is answered as it was. */
async function checkNothingLost(dataFolder: string, port: number, acknowledged: Acknowledged[]) {
  const { pool, close } = openDatabase(await connectionTo(dataFolder), { max: 1, patient: true });
  const { rows } = await pool
    .query<{ what: string }>(
      `SELECT carrier_call_id || ' arrived' AS what FROM call WHERE carrier_call_id = ANY ($1)
       UNION ALL
       SELECT c.carrier_call_id || ' ' || e.kind
       FROM call c JOIN call_event e ON e.account_id = c.account_id AND e.call_id = c.id
       WHERE c.carrier_call_id = ANY ($1)`,
      [acknowledged.map((one) => one.sid)],
    )
    .finally(close);
  const kept = rows.map((row) => row.what);
  expect(new Set(kept).size).toBe(kept.length);
  expect(acknowledged.map((one) => `${one.sid} ${one.event}`).filter((what) => !kept.includes(what))).toEqual(
    [],
  );
  for (const one of acknowledged) {
    expect(await sendSigned(port, one)).toEqual({ status: 200, body: one.body });
  }
}

test("killed at any moment, with its database or without: nothing that was acknowledged is lost", async () => {
  const seed = 20260302;
  const random = randomFrom(seed);
  const dataFolder = await makePreparedFolder();
  const first = runServer(dataFolder);
  expect(await first.ready).not.toBeNull();
  await seedBusiness({ connection: await connectionTo(dataFolder) }, {}, CREDENTIALS);
  first.process.kill("SIGKILL");
  await first.ended;

  let before: Acknowledged[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const server = runServer(dataFolder);
    const port = await server.ready;
    if (port === null) throw new Error(`round ${round} (seed ${seed}): it did not start: ${server.said()}`);
    await caughtUp(port);
    await checkNothingLost(dataFolder, port, before);
    if (round === ROUNDS) {
      server.process.kill("SIGTERM");
      expect(await server.ended).toBe(0);
      break;
    }

    const acknowledged = keepAcknowledged();
    const calling = callWithoutEnd(port, round, acknowledged.take);
    await Promise.race([acknowledged.more(1 + random(150)), calling]);
    // Every fifth time the database dies first, and the server goes on without it for a while.
    if (round % 5 === 4) {
      await killPostgres(dataFolder);
      await Promise.race([acknowledged.more(1 + random(100)), calling]);
    }
    server.process.kill("SIGKILL");
    if (round % 5 === 2) await killPostgres(dataFolder);
    await server.ended;
    await calling;
    before = acknowledged.list;
  }
  expect(await postgresProcesses(dataFolder)).toEqual([]);
});
