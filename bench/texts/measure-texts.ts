import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { changeCampaign } from "../../store/campaigns/change-campaign.ts";
import { openDatabase } from "../../store/open-database.ts";
import { freePort } from "../../store/testing/free-port.ts";
import type { Scratch } from "../data/open-scratch.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import type { Load } from "../load/start-load.ts";
import { readMemory } from "../measure/read-process.ts";
import { startRingright, startSubject } from "../subjects/start-subject.ts";
import { prepareCampaign } from "./prepare-campaign.ts";

/**
 * How a campaign is measured. `kills`: how often the server is killed on the way; then nobody calls beside it. `seconds`:
 * how long calls are measured beside it, and half as long each before it and after it: the machine's pace moves meanwhile,
 * and what it is in between is between those two. A third of each comes first and is not counted.
 */
export type TextsPlan = { texts: number; kills: number; seconds: number };

/** Long enough that a p99 is of thirty calls, and most of what moves it by itself evens out. */
export const CALLS_SECONDS = 60;

/** Milliseconds. */
type Waits = { p50: number; p99: number };

/** What a campaign of texts was seen to do. */
export type TextsFindings = Pick<TextsPlan, "texts" | "kills"> & {
  /** Texts that the carrier took, and how many of those to somebody who had one. */
  taken: number;
  twice: number;
  /** How many the server keeps in each state. */
  kept: Record<string, number>;
  /** Seconds from its start to its end, and before it to freeze and judge whom it reaches. */
  seconds: number;
  freezing: number;
  /** Texts a second while nobody calls, up to the last tenth, where doubts are cleared up; and while calls come in. */
  alone: number;
  beside: number | null;
  /** Arrivals before it, while it runs, and after it, and how many went wrong. */
  arrivals: { before: Waits; during: Waits; after: Waits; errors: number } | null;
  /** Megabytes that the server holds in the middle of the second and of the last quarter of the time alone; null: unknown. */
  memory: { early: number; late: number } | null;
};

/** Calls that arrive, before and during. */
export const ARRIVALS = { connections: 16, rate: 50 };
const LOOK_MS = 250;

/** Sends a campaign through the queue to the simulator's carrier, with arrivals beside it or with kills. */
export async function measureTexts(
  { texts, kills, seconds: callSeconds }: TextsPlan,
  { scratch, load, tell }: { scratch: Scratch; load: Load; tell: (what: string) => void },
): Promise<TextsFindings> {
  const closing: (() => Promise<void>)[] = [];
  try {
    tell("loading the leads of a campaign");
    const population = { accounts: 1, staff: 20, numbers: 1, leads: texts };
    const { url } = await scratch.populate("texts", population);
    const port = await freePort();
    const carrier = await startSubject("bench/texts/carrier.ts", { SERVER_PORT: String(port) });
    closing.unshift(carrier.stop);
    const database = openDatabase({ url }, { max: 4, patient: true });
    closing.unshift(database.close);
    const carrierUrl = `http://127.0.0.1:${carrier.port}`;
    const ask = async <T>(path: string) => (await (await fetch(carrierUrl + path)).json()) as T;
    tell("freezing whom it reaches");
    const frozen = performance.now();
    const key = await prepareCampaign(database, carrierUrl);
    const freezing = (performance.now() - frozen) / 1000;

    const start = () => startRingright(join(scratch.folder, "texts"), url, PUBLIC_URL, { port });
    let server = await start();
    closing.unshift(() => server.stop());
    const call = async (seconds: number) => {
      const job = { port, scenario: "arrival" as const, population, ...ARRIVALS };
      // A server that has just started is slow by itself, and so is one that sends its first texts.
      await load.run({ ...job, seconds: seconds / 3 });
      return load.run({ ...job, seconds });
    };
    const callAlone = async (when: string) => {
      if (kills > 0) return null;
      tell(`calls ${when} the campaign`);
      return call(callSeconds / 2);
    };
    const before = await callAlone("before");
    await database.query.transaction().execute((db) => changeCampaign(db, key, "start", { now: Date.now() }));
    // Whoever starts it in the app wakes the server; here it is woken by a new start.
    await server.stop();
    server = await start();
    tell("a campaign of texts");
    const began = performance.now();
    const calling = kills > 0 ? null : call(callSeconds);
    let calls: Look | null = null;
    const looks: Look[] = [];
    void calling?.then(
      () => {
        calls = looks.at(-1) ?? null;
      },
      () => {},
    );
    for (let killed = 0; ; ) {
      await sleep(LOOK_MS);
      const { taken } = await ask<{ taken: number }>("/taken");
      const memory = (await readMemory(server.pid))?.now ?? null;
      looks.push({ at: performance.now() - began, taken, memory });
      if (killed < kills && taken >= ((killed + 1) * texts) / (kills + 1)) {
        killed += 1;
        process.kill(server.pid, "SIGKILL");
        tell(`killed at ${taken} texts`);
        server = await start();
      }
      const { rows } = await database.pool.query<{ state: string }>("SELECT state FROM campaign");
      if (rows[0]?.state === "done" && killed === kills) break;
    }
    const seconds = (performance.now() - began) / 1000;
    const during = (await calling) ?? null;
    const after = await callAlone("after");
    const { rows } = await database.pool.query<{ state: string; count: number }>(
      "SELECT state, count(*)::int AS count FROM text_message GROUP BY 1 ORDER BY 1",
    );
    return {
      texts,
      kills,
      seconds,
      freezing,
      ...(await ask<{ taken: number; twice: number }>("/count")),
      kept: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
      ...judgeLooks(looks, calls, texts),
      arrivals:
        before === null || during === null || after === null
          ? null
          : { before, during, after, errors: before.errors + during.errors + after.errors },
    };
  } finally {
    for (const close of closing) await close();
  }
}

/** What was seen at a moment: milliseconds since the start, texts that the carrier had, megabytes of the server. */
type Look = { at: number; taken: number; memory: number | null };

function judgeLooks(looks: Look[], calls: Look | null, texts: number) {
  const first = calls ?? { at: 0, taken: 0 };
  const alone = looks.filter(({ at, taken }) => at > first.at && taken < texts * 0.9);
  const last = alone.at(-1);
  const heldAt = (share: number) => alone[Math.floor(alone.length * share)]?.memory ?? null;
  const [early, late] = [heldAt(0.375), heldAt(0.875)];
  return {
    alone: last === undefined ? 0 : (last.taken - first.taken) / ((last.at - first.at) / 1000),
    beside: calls === null ? null : calls.taken / (calls.at / 1000),
    memory: early === null || late === null ? null : { early, late },
  };
}
