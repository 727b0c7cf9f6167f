import { pino } from "pino";
import { expect, onTestFinished } from "vitest";
import { type PresentedCall, presentCallWithStory } from "../../calls/present-call.ts";
import type { StoryLine } from "../../calls/tell-story.ts";
import type { Carrier, Clock, InboundCall, SimulatedCall } from "../../simulator/index.ts";
import { migrateToLatest } from "../../store/migrate-database.ts";
import { type Connection, openDatabase } from "../../store/open-database.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "../../store/read-call-row.ts";
import { type OwnPostgres, startOwnPostgres } from "../../store/testing/own-postgres.ts";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";
import { type RingrightNode, startNode } from "../node.ts";
import { type Business, seedBusiness } from "./seed-business.ts";
import { ANNA, LINE, openCarrier, PUBLIC_URL, sendTo } from "./start-house.ts";

/** A business whose database is its own and can be stopped, hung and broken; its nodes come and go. */
export type BadDay = {
  clock: Clock;
  carrier: Carrier;
  postgres: OwnPostgres;
  /** What a node logged as an error or worse, by message. */
  errors: string[];
  /** Starts a node on this data folder; the carrier's requests go to the one started last. */
  startNode(dataFolder: string): Promise<RingrightNode>;
  /** The next request whose path matches waits for this to happen first. */
  before(path: RegExp, happens: () => Promise<void>): void;
  /** Somebody calls; resolves when the call is over for the carrier. */
  call(call?: Partial<InboundCall>): Promise<SimulatedCall>;
  /** Every call in the database, the first first. */
  calls(): Promise<(PresentedCall & { story: StoryLine[] })[]>;
  alerts(): Promise<string[]>;
  sql(statement: string, values?: unknown[]): Promise<void>;
};

export async function startBadDay(business: Business = {}): Promise<BadDay> {
  const postgres = await startOwnPostgres();
  await withDatabase(postgres.connection, (database) => migrateToLatest(database));
  let current: RingrightNode | null = null;
  const waiting: { path: RegExp; happens: () => Promise<void> }[] = [];
  const errors: string[] = [];
  const log = pino({ level: "error" }, { write: (line: string) => void errors.push(JSON.parse(line).msg) });
  const { clock, carrier, credentials } = openCarrier({}, async (request) => {
    const at = waiting.findIndex(({ path }) => path.test(new URL(request.url).pathname));
    for (const { happens } of at < 0 ? [] : waiting.splice(at, 1)) await happens();
    if (current === null) throw new Error("no node is running");
    return sendTo(current)(request);
  });
  await seedBusiness({ connection: postgres.connection }, business, credentials);

  async function read<Row extends object>(text: string): Promise<Row[]> {
    return withDatabase(postgres.connection, async ({ pool }) => (await pool.query<Row>(text)).rows);
  }

  return {
    clock,
    carrier,
    postgres,
    errors,
    async startNode(dataFolder) {
      const { connection } = postgres;
      const rest: typeof fetch = (input, init) => carrier.restHandler(new Request(input, init));
      const node = await startNode({
        connection,
        dataFolder,
        publicUrl: PUBLIC_URL,
        log,
        now: clock.now,
        fetch: rest,
      });
      let stopped: Promise<void> | null = null;
      const stop = () => {
        stopped ??= node.stop();
        return stopped;
      };
      onTestFinished(stop);
      current = node;
      return { ...node, stop };
    },
    before: (path, happens) => void waiting.push({ path, happens }),
    async call(call) {
      const heard = await carrier.call({ from: ANNA, to: LINE, ...call }).ended;
      await carrier.idle();
      return heard;
    },
    async calls() {
      const rows = await read<CallRow>(`SELECT ${CALL_COLUMNS} FROM call ORDER BY started_at`);
      return rows.map((row) => presentCallWithStory(recordFromRow(row)));
    },
    async alerts() {
      return (await read<{ code: string }>("SELECT code FROM alert ORDER BY id")).map((row) => row.code);
    },
    async sql(statement, values) {
      await withDatabase(postgres.connection, ({ pool }) => pool.query(statement, values));
    },
  };
}

/** A bad day with one node, in a data folder of its own. */
export async function startBadDayWithNode(
  business: Business = {},
): Promise<BadDay & { node: RingrightNode; dataFolder: string }> {
  const day = await startBadDay(business);
  const dataFolder = await makeScratchFolder();
  return { ...day, dataFolder, node: await day.startNode(dataFolder) };
}

/** Waits until a node has all that it needs, and nothing waits any more. */
export async function recovered(node: Pick<RingrightNode, "readiness">): Promise<void> {
  await expect.poll(() => node.readiness()).toEqual({ ready: true, degraded: [] });
}

async function withDatabase<T>(
  connection: Connection,
  work: (database: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const database = openDatabase(connection, { max: 1, patient: true });
  return work(database).finally(() => database.close());
}
