import type { ScenarioName } from "../load/scenarios.ts";
import type { Load } from "../load/start-load.ts";
import type { Summary } from "../load/summarise.ts";
import type { Plan } from "../plan.ts";
import { readProcessorTime, type Usage, usedBetween } from "./read-processor-time.ts";

/** One line of the table: a server and what is asked of it. */
export type Contender = {
  key: "a" | "b" | "c" | "d" | "e" | "f";
  title: string;
  pid: number;
  port: number;
  scenario: ScenarioName;
};

/** One run, with the processor time that it took; null where that can't be read. */
export type Run = Summary & { usage: Usage | null };

/** `units`: the calls that Ringright answered, all told. */
export type Compared = { seen: Seen[]; units: number };

/** What was seen of one contender. */
export type Seen = Contender & {
  /** The closed loop's rounds, in the order in which they were run. */
  closed: Run[];
  /** The open loops' rounds, by their rate. */
  open: Map<number, Run[]>;
};

/**
 * Runs all contenders, in turns. The open loops are of single requests, so (d) has none; before them `settle` lets the
 * database write what the rush of the closed loops left behind.
 */
export async function compareServers(
  contenders: Contender[],
  parts: {
    plan: Plan;
    load: Load;
    postmaster: number;
    settle: () => Promise<void>;
    tell: (what: string) => void;
  },
): Promise<Compared> {
  const { plan, load, postmaster, tell } = parts;
  const seen = contenders.map((one): Seen => ({ ...one, closed: [], open: new Map() }));
  const { connections, population } = plan;
  const job = ({ port, scenario }: Contender) => ({ port, scenario, population, connections });
  let units = 0;
  const run = async (one: Contender, more: { seconds: number; rate?: number }): Promise<Run> => {
    const before = readProcessorTime();
    const summary = await load.run({ ...job(one), ...more });
    const pids = { server: one.pid, postmaster, load: load.pid };
    const usage = usedBetween(before, readProcessorTime(), pids);
    if (one.key === "c" || one.key === "d" || one.key === "f") units += summary.units;
    return { ...summary, usage };
  };
  for (const one of seen) {
    tell(`warming up (${one.key})`);
    await run(one, { seconds: plan.warmUp });
  }
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const one of seen) {
      tell(`closed loop, round ${round} of ${plan.rounds} (${one.key})`);
      one.closed.push(await run(one, { seconds: plan.closed }));
    }
  }
  const single = seen.filter((one) => one.scenario === "arrival");
  for (const rate of single.length > 0 ? plan.rates : []) {
    await parts.settle();
    for (let round = 1; round <= plan.rounds; round += 1) {
      for (const one of single) {
        tell(`open loop at ${rate}/s, round ${round} of ${plan.rounds} (${one.key})`);
        const runs = one.open.get(rate) ?? [];
        // Whoever has rested since the last round opens connections and compiles again: not what is asked here.
        await run(one, { seconds: plan.open / 3, rate });
        one.open.set(rate, [...runs, await run(one, { seconds: plan.open, rate })]);
      }
    }
  }
  return { seen, units };
}

/** The middle of several figures: one disturbed round does not move it. */
export function median(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export const perSecond = (run: Summary) => run.requests / run.seconds;

/** The second contender's speed as a share of the first's, round by round, and the middle of those. */
export function ratio(one: Seen, to: Seen): number {
  return median(
    one.closed.map((run, round) => {
      const other = to.closed[round];
      return other === undefined ? Number.NaN : perSecond(run) / perSecond(other);
    }),
  );
}
