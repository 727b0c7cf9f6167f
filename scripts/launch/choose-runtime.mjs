import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-installed.mjs";
import { LaunchError } from "./launch-error.mjs";

/**
 * Gives a Node that runs TypeScript directly: this one, or else the one that `runtime/package-lock.json` pins,
 * installed beside the project so that nobody else has to download it.
 * @param {string} project
 * @param {boolean} quiet
 * @returns {Promise<string>} the program's path
 */
export async function chooseRuntime(project, quiet) {
  if (runsTypeScript(process.versions.node)) return process.execPath;
  const folder = join(project, "runtime");
  await ensureInstalled({ folder, project, kind: "production", quiet, what: "Node.js" });
  const program = findProgram(join(folder, "node_modules"));
  if (program === undefined) fail(`no Node.js package for ${process.platform}-${process.arch}`);
  else checkOnce(program, join(folder, "node_modules/.ringright-runtime"));
  return program;
}

/**
 * Types are stripped without a flag and without a warning from these versions on (nodejs.org/api/typescript.html).
 * @param {string} version
 */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** @param {string} modules */
function findProgram(modules) {
  const name = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return readdirSync(modules)
    .map((folder) => join(modules, folder, name))
    .find((path) => existsSync(path));
}

/**
 * Starts it once to see that it can; remembered, since that takes as long as starting Node does.
 * @param {string} program
 * @param {string} note
 */
function checkOnce(program, note) {
  const identity = `${program} ${statSync(program).mtimeMs}`;
  try {
    if (readFileSync(note, "utf8") === identity) return;
  } catch {
    // Never checked.
  }
  const { status, stderr, error } = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (status !== 0) fail((error?.message ?? stderr.trim()) || `it ended with ${status}`);
  try {
    writeFileSync(note, identity);
  } catch {
    // A read-only folder: checked again next time.
  }
}

/**
 * @param {string} why
 * @returns {never}
 */
function fail(why) {
  throw new LaunchError(
    `Ringright runs on Node.js 22.18 or newer. This is ${process.version}, and the newer one it brings along cannot ` +
      `start here (${why}). Please install Node.js 22.18 or newer: https://nodejs.org/en/download\n` +
      "(On Alpine and other musl systems: apk add nodejs.)",
  );
}
