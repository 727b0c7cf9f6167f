import { join } from "node:path";
import type { Scratch } from "../data/open-scratch.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import type { Load } from "../load/start-load.ts";
import type { Plan } from "../plan.ts";
import { startRingright } from "../subjects/start-subject.ts";
import { median } from "./compare-servers.ts";

/** The p99 of an arrival with few and with many leads, in milliseconds, and their ratio. */
export type LeadCounts = { few: number; many: number; fewP99: number; manyP99: number; ratio: number };

/** Arrivals a second: the lower of the rates that bars are stated for, where the disk is not the limit. */
const RATE = 200;

/**
 * Measures two databases in turns. The p99 of each is the middle of its rounds: a single p99 on a shared
 * machine says more of the machine.
 */
export async function compareLeadCounts(
  plan: Plan,
  counts: NonNullable<Plan["leadCounts"]>,
  scratch: Scratch,
  load: Load,
  tell: (what: string) => void,
): Promise<LeadCounts> {
  const sides = [];
  try {
    for (const leads of [counts.few, counts.many]) {
      tell(`loading ${leads} leads`);
      const name = `leads_${leads}`;
      const population = { ...plan.population, leads };
      const { url } = await scratch.populate(name, population);
      const server = await startRingright(join(scratch.folder, name), url, PUBLIC_URL);
      const { connections } = plan;
      const job = { port: server.port, scenario: "arrival" as const, population, connections };
      sides.push({ leads, server, job, p99: [] as number[] });
      await load.run({ ...job, seconds: plan.warmUp });
    }
    for (let round = 1; round <= counts.rounds; round += 1) {
      for (const side of sides) {
        tell(`${side.leads} leads at ${RATE}/s, round ${round} of ${counts.rounds}`);
        const { p99 } = await load.run({ ...side.job, seconds: counts.seconds, rate: RATE });
        side.p99.push(p99);
      }
    }
  } finally {
    for (const { server } of sides) await server.stop();
  }
  const [fewP99 = Number.NaN, manyP99 = Number.NaN] = sides.map((side) => median(side.p99));
  return { few: counts.few, many: counts.many, fewP99, manyP99, ratio: manyP99 / fewP99 };
}
