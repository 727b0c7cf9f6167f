import { openScratch } from "../data/open-scratch.ts";
import { startLoad } from "../load/start-load.ts";
import { describeMachine } from "../report/describe-machine.ts";
import { writeBars } from "../report/write-report.ts";
import { judgeTexts, writeTexts } from "./judge-texts.ts";
import { CALLS_SECONDS, measureTexts, type TextsPlan } from "./measure-texts.ts";

const USAGE = `Usage: npm run bench:texts -- [texts] [--kills N]
  texts      how many the campaign sends; 100000 unless told
  --kills N  kills the server N times on the way, with SIGKILL; then nobody calls beside it`;

function readPlan(words: string[]): TextsPlan | null {
  const at = words.indexOf("--kills");
  const kills = at < 0 ? 0 : Number(words.splice(at, 2)[1]);
  const texts = Number(words[0] ?? 100_000);
  const isRight = Number.isInteger(texts) && texts > 0 && Number.isInteger(kills) && kills >= 0;
  return isRight && words.length <= 1 ? { texts, kills, seconds: CALLS_SECONDS } : null;
}

/** `npm run bench:texts`: a campaign alone, of any size; `npm run bench` has one of 100,000. */
async function main(): Promise<number> {
  const plan = readPlan(process.argv.slice(2));
  if (plan === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const scratch = await openScratch();
  const load = startLoad();
  const print = (...lines: string[]) => process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  try {
    print(...describeMachine(scratch.version));
    const tell = (what: string) => process.stderr.write(`${what}\n`);
    const findings = await measureTexts(plan, { scratch, load, tell });
    const bars = judgeTexts(findings);
    print(...writeTexts(findings), ...writeBars(bars, true));
    return bars.some(({ met }) => met === false) ? 1 : 0;
  } finally {
    load.stop();
    await scratch.close();
  }
}

process.exit(await main());
