import { join } from "node:path";
import { Client } from "pg";
import { configureEverything } from "../data/configure-everything.ts";
import type { Scratch } from "../data/open-scratch.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import { type Load, startLoad } from "../load/start-load.ts";
import type { Plan } from "../plan.ts";
import type { Findings } from "../report/judge-bars.ts";
import { startRingright, startSubject } from "../subjects/start-subject.ts";
import { measureTexts } from "../texts/measure-texts.ts";
import { compareLeadCounts } from "./compare-lead-counts.ts";
import { type Compared, type Contender, compareServers } from "./compare-servers.ts";
import { lookForLeaks } from "./look-for-leaks.ts";
import { type Memory, readMemory } from "./read-process.ts";

type Place = { plan: Plan; scratch: Scratch; url: string; load: Load; tell: (what: string) => void };
type Phase = Compared & { memory: Memory | null; complaints: string[] };

/** Does all that the plan asks for, one thing after the other. */
export async function measure(plan: Plan, scratch: Scratch, tell: (what: string) => void): Promise<Findings> {
  const load = startLoad();
  try {
    tell("loading the data");
    const { url } = await scratch.populate("bench", plan.population);
    const place = { plan, scratch, url, load, tell };
    const arrivals = await measureArrivals(place);
    const calls = await measureWholeCalls(place);
    const { leadCounts, leakCalls } = plan;
    // Before everything is set: the load knows the way of a call whose phones ring one after the other, not of groups.
    const holdings =
      leakCalls === undefined ? null : await lookForLeaks(plan, leakCalls, scratch.folder, url, load, tell);
    const configured = await measureConfigured(place);
    const texts = await measureTexts(plan.texts, place);
    return {
      seen: [...arrivals.seen, ...calls.seen, ...configured.seen].sort((one, other) =>
        one.key.localeCompare(other.key),
      ),
      memory: { calls: calls.memory, arrivals: arrivals.memory, configured: configured.memory },
      kept: { expected: arrivals.units + calls.units + configured.units, found: await countCalls(url) },
      complaints: [...arrivals.complaints, ...calls.complaints, ...configured.complaints],
      texts,
      holdings,
      leadCounts:
        leadCounts === undefined ? null : await compareLeadCounts(plan, leadCounts, scratch, load, tell),
    };
  } finally {
    load.stop();
  }
}

async function measureArrivals({ plan, scratch, url, load, tell }: Place): Promise<Phase> {
  const subjects = [
    await startSubject("bench/subjects/static.ts", {}),
    await startSubject("bench/subjects/bare.ts", { DATABASE_URL: url }),
    await startRingright(join(scratch.folder, "arrivals"), url, PUBLIC_URL),
    await startSubject("bench/subjects/express-hunt.ts", {}),
  ] as const;
  const [plain, bare, ringright, express] = subjects;
  const scenario = "arrival" as const;
  try {
    const compared = await compareServers(
      [
        { key: "a", title: "static reply, raw node:http", ...plain, scenario },
        { key: "b", title: "bare: signature, SELECT, INSERT", ...bare, scenario },
        { key: "c", title: "Ringright's arrival", ...ringright, scenario },
        { key: "e", title: "Express and twilio, no database", ...express, scenario },
      ],
      { plan, load, postmaster: scratch.postmaster, settle: () => checkpoint(url), tell },
    );
    const complaints = subjects.flatMap((subject) => subject.complaints());
    return { ...compared, memory: await readMemory(ringright.pid), complaints };
  } finally {
    for (const subject of subjects) await subject.stop();
  }
}

/** On a server of its own: the one before has thousands of calls that never ended. */
function measureWholeCalls(place: Place): Promise<Phase> {
  const title = "Ringright's whole call, each webhook";
  return measureAlone(place, { key: "d", title, scenario: "wholeCall" }, "calls");
}

/** The arrival again, where everything that can be set is set. Comes last: it changes the data. */
async function measureConfigured(place: Place): Promise<Phase> {
  place.tell("setting everything");
  await configureEverything(place.url, place.plan.population);
  const title = "(c) with everything configured";
  return measureAlone(place, { key: "f", title, scenario: "arrival" }, "configured");
}

async function measureAlone(
  { plan, scratch, url, load, tell }: Place,
  contender: Pick<Contender, "key" | "title" | "scenario">,
  folder: string,
): Promise<Phase> {
  const ringright = await startRingright(join(scratch.folder, folder), url, PUBLIC_URL);
  try {
    const compared = await compareServers([{ ...contender, ...ringright }], {
      plan,
      load,
      postmaster: scratch.postmaster,
      settle: () => checkpoint(url),
      tell,
    });
    return { ...compared, memory: await readMemory(ringright.pid), complaints: ringright.complaints() };
  } finally {
    await ringright.stop();
  }
}

/** Calls in the books. */
async function countCalls(url: string): Promise<number> {
  const [row] = await ask<{ count: string }>(url, "SELECT count(*) FROM call");
  return Number(row?.count);
}

/** Has the database write to its files what it still holds in memory. */
async function checkpoint(url: string): Promise<void> {
  await ask(url, "CHECKPOINT");
}

async function ask<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
