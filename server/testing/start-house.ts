import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { type PresentedCall, presentCallWithStory } from "../../calls/present-call.ts";
import type { StoryLine } from "../../calls/tell-story.ts";
import { readRingbackPath } from "../../carriers/ringback.ts";
import {
  type Carrier,
  type CarrierOptions,
  type Clock,
  createCarrier,
  type InboundCall,
  type SimulatedCall,
  virtualClock,
} from "../../simulator/index.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../../store/read-call-row.ts";
import { createTestDatabase, type TestDatabase } from "../../store/testing/create-test-database.ts";
import { type RingrightNode, startNode } from "../node.ts";
import { serveRingback } from "../serve-ringback.ts";
import { type Business, seedBusiness } from "./seed-business.ts";

export const PUBLIC_URL = "https://calls.example.com";

/** A business with its carrier, its phones and a running node: everything a call story needs. */
export type House = {
  clock: Clock;
  carrier: Carrier;
  node: RingrightNode;
  database: TestDatabase;
  /** Somebody calls; resolves when the call and everything about it is over. */
  call(
    call: Partial<InboundCall>,
  ): Promise<{ heard: SimulatedCall; kept: PresentedCall & { story: StoryLine[] } }>;
  calls(): Promise<(PresentedCall & { story: StoryLine[] })[]>;
  alerts(): Promise<string[]>;
  /** Lets this much time pass, then sweeps; the carrier's REST API can be asked. */
  sweepLater(milliseconds: number): Promise<number>;
  /** How many statements the node has sent for calls so far. */
  statements(): number;
  /** The node's data folder is gone, as if its disk were. */
  loseDataFolder(): Promise<void>;
};

/** The number of the business, and the phones around it (fictional ones: NANP 555-01xx). */
export const LINE = "+13125550111";
export const DANA = "+13125550101";
export const FORWARDING = "+13125550102";
export const COMPANY = "+13125550100";
export const ANNA = "+13125550123";
export const STRANGER = "+13125550199";

/** Opens a house for the running test, and closes it afterwards. */
export async function startHouse(
  business: Business = {},
  carrierOptions: Partial<CarrierOptions> = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<House> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "ringright-house-"));
  const { clock, carrier, credentials } = openCarrier(carrierOptions, async (request) => {
    // No time passes for the carrier while the node still does what its answer entails.
    const release = clock.hold();
    try {
      return await sendTo(node)(request);
    } finally {
      void node.settled().finally(release);
    }
  });
  await seedBusiness(database, business, credentials);
  const node = await startNode({
    connection: database.connection,
    dataFolder,
    publicUrl: PUBLIC_URL,
    log: pino({ level: "silent" }),
    now: clock.now,
    fetch: (input, init) => carrier.restHandler(new Request(input, init)),
  });
  atEnd(async () => {
    await node.stop();
    await database.drop();
    for (const folder of [dataFolder, `${dataFolder}.lost`]) {
      await rm(folder, { recursive: true, force: true });
    }
    // Every document of every story is checked by the carrier against its schema.
    if (carrier.violations.length > 0) throw new Error(JSON.stringify(carrier.violations[0]));
  });

  let sent = 0;
  node.callPool.on("acquire", () => {
    sent += 1;
  });

  async function calls() {
    const { rows } = await node.database.pool.query<CallRow>(
      `SELECT ${CALL_COLUMNS} FROM call ORDER BY started_at`,
    );
    return rows.map((row) => presentCallWithStory(recordFromRow(row)));
  }

  return {
    clock,
    carrier,
    node,
    database,
    calls,
    statements: () => sent,
    loseDataFolder: () => rename(dataFolder, `${dataFolder}.lost`),
    async sweepLater(milliseconds) {
      await clock.sleep(milliseconds);
      return node.sweep();
    },
    async call(call) {
      const heard = await carrier.call({ from: ANNA, to: LINE, ...call }).ended;
      await carrier.idle();
      const kept = (await calls()).find((one) => one.carrierCallId === heard.sid);
      if (kept === undefined) throw new Error("the call was not kept");
      return { heard, kept };
    },
    async alerts() {
      const { rows } = await node.database.pool.query<{ code: string }>("SELECT code FROM alert ORDER BY id");
      return rows.map((row) => row.code);
    },
  };
}

/** A carrier that holds the business's line, on a clock of its own, and what it signs with. */
export function openCarrier(
  options: Partial<CarrierOptions>,
  send: (request: Request) => Promise<Response>,
): { clock: Clock; carrier: Carrier; credentials: Parameters<typeof seedBusiness>[2] } {
  const clock = virtualClock({ start: new Date("2026-03-02T14:00:00Z") });
  const kind = options.kind ?? "twilio";
  const authToken = "0123456789abcdef0123456789abcdef";
  const carrier = createCarrier({
    kind,
    accountSid: `AC${"0".repeat(31)}1`,
    authToken,
    callerGoneAction: "always",
    clock,
    send,
    ...options,
  });
  const hooks = `${PUBLIC_URL}/hooks/${kind}/main`;
  carrier.addNumber({ number: LINE, voiceUrl: `${hooks}/voice`, statusCallback: `${hooks}/status` });
  const { accountSid, publicKey } = carrier;
  const { signingKey } = options;
  return { clock, carrier, credentials: { kind, accountSid, authToken, signingKey, publicKey } };
}

/** Hands a carrier's request to a node without a socket between. */
export function sendTo(node: Pick<RingrightNode, "answerHook">): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const ringback = readRingbackPath(url.pathname);
    if (ringback !== null) return serveRingback(ringback);
    const { status, contentType, body } = await node.answerHook({
      method: request.method,
      target: url.pathname + url.search,
      header: (name) => request.headers.get(name) ?? undefined,
      body: await request.text(),
    });
    const headers: Record<string, string> = contentType === null ? {} : { "content-type": contentType };
    return new Response(body === "" ? null : body, { status, headers });
  };
}
