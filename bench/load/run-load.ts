import { setTimeout as sleep } from "node:timers/promises";
import type { Population } from "../data/population.ts";
import { type Connection, openConnection } from "./connection.ts";
import { SCENARIOS, type ScenarioName } from "./scenarios.ts";
import { type Summary, summarise } from "./summarise.ts";

/** One run of load. A closed loop ends after `seconds` or after `units`, whichever comes first. */
export type Job = {
  port: number;
  scenario: ScenarioName;
  population: Population;
  connections: number;
  seconds: number;
  units?: number;
  /** Units a second, sent whether answers come or not; absent: as fast as answers come. */
  rate?: number;
};

/** Runs a job to its end. */
export async function runLoad(job: Job): Promise<Summary> {
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => openConnection(job.port)),
  );
  const tally: Tally = { times: [], units: 0, errors: 0, firstError: null };
  const began = performance.now();
  try {
    await (job.rate === undefined
      ? runClosed(job, connections, tally)
      : runOpen(job, job.rate, connections, tally));
  } finally {
    for (const connection of connections) connection.close();
  }
  const { times, ...run } = tally;
  return summarise(times, { ...run, seconds: (performance.now() - began) / 1000 });
}

type Tally = { times: number[]; units: number; errors: number; firstError: string | null };

function fail(tally: Tally, error: unknown): void {
  tally.errors += 1;
  tally.firstError ??= String(error);
}

/** Every connection sends its next request when it has the answer to the last. */
async function runClosed(job: Job, connections: Connection[], tally: Tally): Promise<void> {
  const scenario = SCENARIOS[job.scenario];
  const until = performance.now() + job.seconds * 1000;
  const most = job.units ?? Number.POSITIVE_INFINITY;
  let begun = 0;
  const took = (ms: number) => tally.times.push(ms);
  await Promise.all(
    connections.map(async (first) => {
      let connection = first;
      while (performance.now() < until && begun < most) {
        begun += 1;
        try {
          if (!connection.open) connection = await openConnection(job.port);
          await scenario(connection, job.population, took);
          tally.units += 1;
        } catch (error) {
          fail(tally, error);
        }
      }
      connection.close();
    }),
  );
}

/** A tick of the clock that starts what is due: it is part of the times, as it would be on a network. */
const TICK_MS = 1;

/**
 * Requests are due at even times, and each one's time counts from when it was due: a server that falls
 * behind is not spared the requests that it delays.
 */
async function runOpen(job: Job, rate: number, connections: Connection[], tally: Tally): Promise<void> {
  const scenario = SCENARIOS[job.scenario];
  const idle = [...connections];
  const due: number[] = [];
  const total = Math.round(job.seconds * rate);
  const began = performance.now();
  let scheduled = 0;
  let finished = 0;

  async function start(connection: Connection, at: number): Promise<void> {
    let used = connection;
    try {
      if (!used.open) used = await openConnection(job.port);
      await scenario(used, job.population, () => {});
      tally.times.push(performance.now() - at);
      tally.units += 1;
    } catch (error) {
      fail(tally, error);
    }
    finished += 1;
    const next = due.shift();
    if (next === undefined) idle.push(used);
    else void start(used, next);
  }

  while (finished < total) {
    const now = performance.now() - began;
    for (; scheduled < total && (scheduled * 1000) / rate <= now; scheduled += 1) {
      const at = began + (scheduled * 1000) / rate;
      // The one that has rested longest, so that all of them stay in use.
      const connection = idle.shift();
      if (connection === undefined) due.push(at);
      else void start(connection, at);
    }
    await sleep(TICK_MS);
  }
  for (const connection of idle) connection.close();
}
