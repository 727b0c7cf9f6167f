import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_PLAN } from "../../campaigns/campaign-plan.ts";
import { runCampaigns } from "../../jobs/run-campaigns.ts";
import { changeCampaign } from "../../store/campaigns/change-campaign.ts";
import { askForAudience, insertCampaign } from "../../store/campaigns/keep-campaigns.ts";
import { openDatabase } from "../../store/open-database.ts";
import { freePort } from "../../store/testing/free-port.ts";
import { openScratch } from "../data/open-scratch.ts";
import { phoneAt } from "../data/population.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import { startLoad } from "../load/start-load.ts";
import { readMemory } from "../measure/read-process.ts";
import { describeMachine } from "../report/describe-machine.ts";
import { startRingright, startSubject } from "../subjects/start-subject.ts";

const USAGE = `Usage: npm run bench:texts -- [texts] [--kills N]
  texts      how many the campaign sends; 100000 unless told
  --kills N  kills the server N times on the way, with SIGKILL`;
/** The bar of the campaign's issue: texts a second where the pace allows. */
const BAR = 500;
/** Arrivals' p99 while it runs may be so many times what it is without. */
const SLOWED_BAR = 1.3;
/** What the number may send, so that only we set the pace. */
const PACE = 1_000;
/** Calls that arrive a second, before and during. */
const ARRIVALS = { connections: 16, seconds: 10, rate: 50 };

/** `npm run bench:texts`: a campaign through the queue to the simulator, with arrivals beside it. */
async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const at = words.indexOf("--kills");
  const kills = at < 0 ? 0 : Number(words.splice(at, 2)[1]);
  const texts = Number(words[0] ?? 100_000);
  if (!Number.isInteger(texts) || texts < 1 || !Number.isInteger(kills) || words.length > 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const scratch = await openScratch();
  const load = startLoad();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const population = { accounts: 1, staff: 20, numbers: 1, leads: texts };
  const closing: (() => Promise<void> | void)[] = [scratch.close, load.stop];
  try {
    for (const line of describeMachine(scratch.version)) say(line);
    const { url } = await scratch.populate("texts", population);
    const port = await freePort();
    const carrier = await startSubject("bench/texts/carrier.ts", { SERVER_PORT: String(port) });
    closing.unshift(carrier.stop);
    const database = openDatabase({ url }, { max: 4, patient: true });
    closing.unshift(database.close);
    const { query, pool } = database;
    await pool.query("UPDATE carrier SET api_base_url = $1", [`http://127.0.0.1:${carrier.port}`]);
    await pool.query("UPDATE number SET texts_per_second = $1", [PACE]);
    await pool.query("UPDATE account SET default_outbound_number = $1", [phoneAt("number", 0)]);
    const steps = [{ text: "Hi {firstName}, {business} has a spring offer.", afterHours: 0 }];
    const plan = { ...DEFAULT_PLAN, steps, quietHours: { from: "00:00", to: "00:00" } };
    const by = { actor: "bench", now: Date.now() };
    const id = await insertCampaign(query, "1", { name: "Spring offer", kind: "text", plan }, by);
    const key = { accountId: "1", id };
    await askForAudience(query, key, Date.now());
    const frozen = performance.now();
    const log = { debug: () => {}, info: () => {}, error: (details: object) => say(JSON.stringify(details)) };
    await runCampaigns(database, { now: Date.now, log, stop: new AbortController().signal });
    say(`${texts} leads frozen and judged in ${((performance.now() - frozen) / 1000).toFixed(1)} s`);

    const start = () => startRingright(join(scratch.folder, "server"), url, PUBLIC_URL, { port });
    let server = await start();
    closing.unshift(() => server.stop());
    const arrivals = { port, scenario: "arrival" as const, population, ...ARRIVALS };
    await load.run({ ...arrivals, seconds: 3 });
    const before = await load.run(arrivals);
    await query.transaction().execute((db) => changeCampaign(db, key, "start", { now: Date.now() }));
    // Whoever starts it in the app wakes the server; here it is woken by a new start.
    await server.stop();
    server = await start();
    const memory = async () => (await readMemory(server.pid))?.now ?? 0;
    const ask = async <T>(path: string) =>
      (await (await fetch(`http://127.0.0.1:${carrier.port}${path}`)).json()) as T;
    const taken = async () => (await ask<{ taken: number }>("/taken")).taken;
    const began = performance.now();
    // A server that has just started is slow by itself.
    const during = kills === 0 ? load.run({ ...arrivals, seconds: 4 }).then(() => load.run(arrivals)) : null;
    const seen: { at: number; taken: number; memory: number }[] = [];
    let isAlone = during === null;
    let alone: { at: number; taken: number } = { at: 0, taken: 0 };
    void during?.finally(() => {
      isAlone = true;
      alone = seen.at(-1) ?? alone;
    });
    let killed = 0;
    for (;;) {
      await sleep(250);
      const now = await taken();
      seen.push({ at: performance.now() - began, taken: now, memory: await memory() });
      if (killed < kills && now >= ((killed + 1) * texts) / (kills + 1)) {
        killed += 1;
        process.kill(server.pid, "SIGKILL");
        await sleep(200);
        say(`killed at ${now} texts`);
        server = await start();
      }
      const { rows } = await pool.query<{ state: string }>("SELECT state FROM campaign");
      if (rows[0]?.state === "done") break;
    }
    const seconds = (performance.now() - began) / 1000;
    // The last tenth is the end of the line, where doubts are cleared up.
    const most = seen.filter(({ taken: so }) => so < texts * 0.9);
    const last = most.at(-1) ?? { at: seconds * 1000, taken: texts, memory: 0 };
    const rate = isAlone ? (last.taken - alone.taken) / ((last.at - alone.at) / 1000) : 0;
    const beside = alone.at === 0 ? null : alone.taken / (alone.at / 1000);
    const counted = await ask<{ taken: number; twice: number }>("/count");
    const { rows } = await pool.query<{ state: string; count: number }>(
      "SELECT state, count(*)::int AS count FROM text_message GROUP BY 1 ORDER BY 1",
    );
    say(
      `${counted.taken} texts taken by the carrier, ${counted.twice} of them to somebody who had one, in ${seconds.toFixed(1)} s`,
    );
    say(`kept as: ${rows.map(({ state, count }) => `${count} ${state}`).join(", ")}`);
    say(
      `${rate.toFixed(0)} texts a second while nobody calls, until the last tenth${kills > 0 ? `, with ${killed} kills` : ""}`,
    );
    if (beside !== null) say(`${beside.toFixed(0)} texts a second while calls come in`);
    say(
      `arrivals at ${ARRIVALS.rate}/s before: p50 ${before.p50.toFixed(1)} ms, p99 ${before.p99.toFixed(1)} ms`,
    );
    let slowed: number | null = null;
    if (during !== null) {
      const { p50, p99, errors } = await during;
      slowed = p99 / before.p99;
      say(
        `arrivals at ${ARRIVALS.rate}/s during: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${errors} errors`,
      );
    }
    const unslowed = slowed === null || slowed <= SLOWED_BAR;
    const held = seen.map((one) => one.memory);
    say(
      `memory: ${(held[Math.floor(held.length / 4)] ?? 0).toFixed(0)} MB after a quarter of the time, ${(held.at(-1) ?? 0).toFixed(0)} MB at the end`,
    );
    const whole = counted.taken === texts && counted.twice === 0 && killed === kills;
    const fast = kills > 0 || rate >= BAR;
    say(`${whole ? "PASS" : "FAIL"}  none lost, none twice`);
    if (kills === 0) say(`${fast ? "PASS" : "FAIL"}  at least ${BAR} texts a second`);
    if (slowed !== null)
      say(
        `${unslowed ? "PASS" : "FAIL"}  arrivals' p99 at most ${SLOWED_BAR} × without: ${slowed.toFixed(2)}`,
      );
    return whole && fast && unslowed ? 0 : 1;
  } finally {
    for (const close of closing) await close();
  }
}

process.exit(await main());
