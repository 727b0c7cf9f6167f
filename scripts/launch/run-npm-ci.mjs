import { spawn } from "node:child_process";
import { constants } from "node:os";
import { basename } from "node:path";
import { LaunchError } from "./launch-error.mjs";

/**
 * Runs `npm ci`, its words going to stderr: stdout belongs to the program.
 * @param {{folder: string, kind: "production" | "full", quiet: boolean, what: string}} install
 * @param {(pid: number) => void} onStart called with npm's process number
 */
export async function runNpmCi({ folder, kind, quiet, what }, onStart) {
  // Said outright, since NODE_ENV and the calling npm's own options (--silent) would otherwise decide.
  const omit = kind === "full" ? "--include=dev" : "--omit=dev";
  const words = ["ci", omit, "--loglevel=error", "--no-audit", "--no-fund"];
  const [command, ...first] = npmCommand();
  const child = spawn(command, [...first, ...words], {
    cwd: folder,
    stdio: ["ignore", quiet ? "ignore" : 2, 2],
    shell: command === "npm" && process.platform === "win32",
  });
  if (child.pid !== undefined) onStart(child.pid);
  const signals = /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  /** @type {NodeJS.Signals | undefined} */
  let interrupted;
  const note = (/** @type {NodeJS.Signals} */ signal) => {
    interrupted ??= signal;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, note);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (exit) => resolve(exit));
    });
    if (interrupted !== undefined) throw new LaunchError("", 128 + constants.signals[interrupted]);
    if (code !== 0) throw new LaunchError(`The ${what} could not be installed: npm ci in ${folder} failed.`);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    throw new LaunchError("npm was not found. It comes with Node.js: see https://nodejs.org/en/download");
  } finally {
    for (const signal of signals) process.off(signal, note);
  }
}

/** The npm that called us, else the one on the PATH. */
function npmCommand() {
  const caller = process.env.npm_execpath;
  return caller !== undefined && basename(caller) === "npm-cli.js" ? [process.execPath, caller] : ["npm"];
}
