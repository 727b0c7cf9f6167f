import { join } from "node:path";
import { Client } from "pg";
import type { Scratch } from "../data/open-scratch.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import { type Load, startLoad } from "../load/start-load.ts";
import type { Plan } from "../plan.ts";
import type { Findings } from "../report/judge-bars.ts";
import { startRingright, startSubject } from "../subjects/start-subject.ts";
import { compareLeadCounts } from "./compare-lead-counts.ts";
import { type Contender, compareServers } from "./compare-servers.ts";
import { lookForLeaks } from "./look-for-leaks.ts";
import { readMemory } from "./read-process.ts";

/** Does all that the plan asks for, one thing after the other. */
export async function measure(plan: Plan, scratch: Scratch, tell: (what: string) => void): Promise<Findings> {
  const load = startLoad();
  try {
    tell("loading the data");
    const { url } = await scratch.populate("bench", plan.population);
    const side = await sideBySide(plan, scratch.folder, url, load, tell);
    const { leadCounts, leakCalls } = plan;
    return {
      ...side,
      holdings:
        leakCalls === undefined ? null : await lookForLeaks(plan, leakCalls, scratch.folder, url, load, tell),
      leadCounts:
        leadCounts === undefined ? null : await compareLeadCounts(plan, leadCounts, scratch, load, tell),
    };
  } finally {
    load.stop();
  }
}

async function sideBySide(
  plan: Plan,
  folder: string,
  url: string,
  load: Load,
  tell: (what: string) => void,
): Promise<Pick<Findings, "seen" | "memory" | "kept">> {
  const subjects = [
    await startSubject("bench/subjects/static.ts", {}),
    await startSubject("bench/subjects/bare.ts", { DATABASE_URL: url }),
    await startRingright(join(folder, "ringright"), url, PUBLIC_URL),
    await startSubject("bench/subjects/express-hunt.ts", {}),
  ] as const;
  const [plain, bare, ringright, express] = subjects;
  const arrival = "arrival" as const;
  const contenders: Contender[] = [
    { key: "a", title: "static reply, raw node:http", port: plain.port, scenario: arrival },
    { key: "b", title: "bare: signature, SELECT, INSERT", port: bare.port, scenario: arrival },
    { key: "c", title: "Ringright's arrival", port: ringright.port, scenario: arrival },
    { key: "d", title: "Ringright's whole call, each webhook", port: ringright.port, scenario: "wholeCall" },
    { key: "e", title: "Express and twilio, no database", port: express.port, scenario: arrival },
  ];
  try {
    const { seen, units } = await compareServers(plan, contenders, load, tell);
    const memory = await readMemory(ringright.pid);
    return {
      seen,
      memory: memory === null ? null : { most: memory.most, after: memory.now },
      kept: { expected: units, found: await countCalls(url) },
    };
  } finally {
    for (const subject of subjects) await subject.stop();
  }
}

/** Calls in the books. */
async function countCalls(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM call");
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
