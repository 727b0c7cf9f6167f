import { openScratch } from "./data/open-scratch.ts";
import { measure } from "./measure/measure.ts";
import { choosePlan } from "./plan.ts";
import { describeMachine } from "./report/describe-machine.ts";
import { type Findings, judgeBars } from "./report/judge-bars.ts";
import {
  writeBars,
  writeConfiguration,
  writeErrors,
  writeHoldings,
  writeTable,
  writeUsage,
} from "./report/write-report.ts";
import { writeTexts } from "./texts/judge-texts.ts";

const USAGE = `Usage: npm run bench -- [--quick | --full]
  (nothing)  some thirteen minutes: the servers side by side, with one million leads, and a campaign
  --quick    a minute with few leads, to see that it works; its figures say nothing
  --full     some half an hour: also five million leads, and a hundred thousand calls`;

/** `npm run bench`: measures, prints, and ends with 1 if a bar is missed. */
async function main(): Promise<number> {
  const plan = choosePlan(process.argv.slice(2));
  if (plan === null) {
    console.error(USAGE);
    return 2;
  }
  const scratch = await openScratch();
  const close = onceOnly(scratch.close);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void close().finally(() => process.exit(130)));
  }
  try {
    print("", ...describeMachine(scratch.version), ...writeConfiguration(plan), "");
    const findings = await measure(plan, scratch, tell);
    tell("");
    return report(plan, findings);
  } finally {
    await close();
  }
}

function report(plan: Parameters<typeof writeTable>[0], findings: Findings): number {
  print(...writeTable(plan, findings.seen), ...writeErrors(findings), "");
  print(...writeUsage(findings.seen), "");
  print(...writeTexts(findings.texts), "");
  if (findings.holdings !== null) print(...writeHoldings(findings.holdings), "");
  const bars = judgeBars(findings);
  print(...writeBars(bars, plan.judged), "");
  if (!plan.judged) print("A quick run is too short to judge by: only errors count.", "");
  const wrong = bars.some(({ met, always }) => met === false && (plan.judged || always));
  return wrong ? 1 : 0;
}

/** Says on the error output what is being done, on one line that is written over. */
function tell(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
  else if (what !== "") process.stderr.write(`${what}\n`);
}

function print(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}

process.exit(await main());
