import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWeb } from "./build-web.mjs";
import { chooseRuntime } from "./choose-runtime.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { LaunchError } from "./launch-error.mjs";
import { memoryEnvironment, memoryFlags } from "./memory-flags.mjs";
import { runProgram } from "./run-program.mjs";

const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Programs that serve the web app. */
const SERVE_WEB = [
  "server/main.ts",
  "scripts/test.ts",
  "web/journeys/take-screenshots.ts",
  "web/journeys/measure-pages.ts",
];

/** Programs that need the development packages too. */
const NEED_ALL = [
  "scripts/test.ts",
  "bench/main.ts",
  "web/journeys/take-screenshots.ts",
  "web/journeys/measure-pages.ts",
];

/**
 * Installs what is missing, finds a Node that runs TypeScript, and runs the program on it.
 * @param {string[]} words the command line: `[--quiet] <file.ts> [arguments…]`
 * @returns {Promise<number>} the exit code
 */
export async function launch(words) {
  const quiet = words[0] === "--quiet";
  const [file, ...args] = quiet ? words.slice(1) : words;
  if (file === undefined) {
    console.error("Usage: node scripts/launch.mjs [--quiet] <file.ts> [arguments…]");
    return 2;
  }
  try {
    const kind = NEED_ALL.includes(file) ? "full" : "production";
    await ensureInstalled({ folder: PROJECT, project: PROJECT, kind, quiet, what: "packages" });
    const runtime = await chooseRuntime(PROJECT, quiet);
    if (SERVE_WEB.includes(file)) await buildWeb({ project: PROJECT, runtime, quiet });
    const isServer = file === "server/main.ts";
    const flags = isServer ? memoryFlags() : [];
    const env = isServer ? memoryEnvironment() : {};
    return await runProgram({ project: PROJECT, runtime, flags, env, file: join(PROJECT, file), args });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    if (error.message !== "") console.error(error.message);
    return error.exitCode;
  }
}
