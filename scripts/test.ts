/**
 * `npm test`: every check there is, and the tests last, so that their totals close the output.
 * `npm test -- routing` runs only the tests of that name, with whatever vitest understands.
 */
import { globSync, readFileSync } from "node:fs";
import { findChromium, NO_CHROMIUM } from "./find-chromium.ts";
import { runStep } from "./run-step.ts";

const VITEST = "vitest/vitest.mjs";
const ELSEWHERE = ["**/node_modules/**", "runtime/**", "data/**", "web/dist/**"];
const ASKS_DATABASE = /createTestDatabase|useDatabase|startHouse|openTestApi|openSite/;
/**
 * Where all SQL is: what else asks the database does so by these, and one story has used all that calls use. Two files
 * are long because they ask the same again and again.
 */
const HAS_SQL =
  /^(store|jobs|cli(?!\/export-round-trip)|server\/api(?!\/refuse-strangers)|server\/sign-in\/sign-in\.stories|server\/route-call\.stories)\b/;
const words = process.argv.slice(2);
if (words.length > 0) process.exit((await runStep(VITEST, ["run", ...words])).code);

const failed: string[] = [];
const skipped: string[] = [];

/** Each is told of when it is done, one after another: what two say at a time nobody can read. */
async function check(name: string, program: string, args: string[]): Promise<string> {
  const { code, said } = await runStep(program, args, { hold: true });
  console.log(`\n${name}\n${said.trim()}`);
  if (code !== 0) failed.push(name);
  return said;
}

await Promise.all([
  check("Types", "typescript/bin/tsc", ["--noEmit"]),
  check("Types of the web app", "typescript/bin/tsc", ["--noEmit", "-p", "web"]),
  checkRooms(),
  check("Formatting and lint", "@biomejs/biome/bin/biome", ["check", "."]),
]);
await checkOlderPostgres();

if (findChromium() === null) skipped.push(`Journeys in a browser: ${NO_CHROMIUM}`);
else if (findChromium({ microphone: true }) === null)
  skipped.push(
    "Calls from the browser, in a browser: Chromium's shell can't hear (Debian: apt install chromium)",
  );

for (const name of failed) console.log(`FAILED: ${name}`);
for (const name of skipped) console.log(`SKIPPED: ${name}`);
console.log("\nTests");
const tests = await runStep(VITEST, ["run"]);
process.exit(failed.length > 0 ? 1 : tests.code);

async function checkRooms(): Promise<void> {
  const name = "Rooms (who may import whom)";
  const program = "dependency-cruiser/bin/dependency-cruiser.mjs";
  const said = await check(name, program, ["--config", ".dependency-cruiser.cjs", "."]);
  // It says "no violations" also when it could read none of our files.
  const read = Number(/\((\d+) modules/.exec(said)?.[1] ?? 0);
  const ours = globSync("**/*.{ts,tsx}", { exclude: ELSEWHERE }).length;
  if (read < ours) skipped.push(`${name}: dependency-cruiser read ${read} of our ${ours} TypeScript files`);
}

/** Our SQL is written for PostgreSQL 15 and newer; the bundled one is newer, so the database tests run twice. */
async function checkOlderPostgres(): Promise<void> {
  const bundled = process.env.RINGRIGHT_POSTGRES_BIN;
  const older = globSync("/usr/lib/postgresql/{15,16,17}/bin/postgres")
    .sort()[0]
    ?.replace(/\/postgres$/, "");
  const name = "Database tests on an older PostgreSQL";
  if (older === undefined || older === bundled) {
    skipped.push(
      `${name}: no PostgreSQL 15, 16 or 17 in /usr/lib/postgresql (Debian: apt install postgresql)`,
    );
    return;
  }
  const files = globSync("**/*.{test,stories}.ts", {
    exclude: ["**/node_modules/**", "runtime/**", "data/**"],
  });
  const usesDatabase = files.filter(
    (file) => HAS_SQL.test(file) && ASKS_DATABASE.test(readFileSync(file, "utf8")),
  );
  console.log(`\n${name} (${older})`);
  const { code } = await runStep(VITEST, ["run", ...usesDatabase], {
    env: { RINGRIGHT_POSTGRES_BIN: older },
  });
  if (code !== 0) failed.push(name);
}
