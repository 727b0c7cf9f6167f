import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PUBLIC_URL } from "../load/public-url.ts";
import type { Load } from "../load/start-load.ts";
import type { Plan } from "../plan.ts";
import { startRingright } from "../subjects/start-subject.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { type Figures, readMetrics } from "./read-metrics.ts";
import { countSockets, readMemory } from "./read-process.ts";

/** What a server holds when it is idle, after so many calls. Megabytes. */
export type Holding = Figures & { calls: number; heap: number; resident: number; sockets: number };

/** Calls before the first look: caches fill once, and code is compiled once. */
const FIRST_SHARE = 0.1;
const LOOKS = 4;
/** Longer than a connection that nobody uses is kept. */
const IDLE_MS = 12_000;
/**
 * Looks for work come each half minute or so, every kind at a time of its own, and the connections that they open close by
 * themselves: what counts is the least that is held over longer than that.
 */
const SAMPLES = 24;
const SAMPLE_MS = 2_000;
/** A hundred thousand calls take minutes; a machine that needs longer than this is not measured on. */
const MAX_SECONDS = 900;

/** Runs whole calls, and looks now and then, when all is quiet, at what the server holds. */
export async function lookForLeaks(
  plan: Plan,
  total: number,
  folder: string,
  databaseUrl: string,
  load: Load,
  tell: (what: string) => void,
): Promise<Holding[]> {
  const server = await startRingright(join(folder, "leaks"), databaseUrl, PUBLIC_URL, {
    nodeArguments: ["--inspect=127.0.0.1:0"],
  });
  const { population, connections } = plan;
  const job = { port: server.port, scenario: "wholeCall" as const, population, connections };
  const looks: Holding[] = [];
  let calls = 0;
  try {
    const first = Math.round(total * FIRST_SHARE);
    const later = Math.ceil((total - first) / LOOKS);
    for (const units of [first, ...Array.from({ length: LOOKS }, () => later)]) {
      tell(`looking for leaks: ${calls} of ${total} calls`);
      const run = await load.run({ ...job, units, seconds: MAX_SECONDS / (LOOKS + 1) });
      calls += run.units;
      looks.push(await look(server, calls));
    }
    return looks;
  } finally {
    await server.stop();
  }
}

async function look(
  server: { pid: number; port: number; inspector: string | null },
  calls: number,
): Promise<Holding> {
  await sleep(IDLE_MS);
  const heap = server.inspector === null ? Number.NaN : await collectGarbage(server.inspector);
  const samples: Sample[] = [];
  for (let count = 0; count < SAMPLES; count += 1) {
    await sleep(SAMPLE_MS);
    const sockets = (await countSockets(server.pid)) ?? Number.NaN;
    samples.push({ ...(await readMetrics(server.port)), sockets });
  }
  const least = (of: keyof Sample) => Math.min(...samples.map((sample) => sample[of]));
  return {
    calls,
    heap,
    resident: (await readMemory(server.pid))?.now ?? Number.NaN,
    sockets: least("sockets"),
    timers: least("timers"),
    handles: least("handles"),
    liveCalls: least("liveCalls"),
  };
}

type Sample = Figures & { sockets: number };
