import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { holdInstallLock } from "./hold-install-lock.mjs";
import { LaunchError } from "./launch-error.mjs";

const MARKER = "built-from.json";
/** Besides web/ itself: the values that it shares with the server, the versions of its packages, and this. */
const ALSO = [
  "scripts/launch/build-web.mjs",
  "routing/values.ts",
  "hours/weekly-hours.ts",
  "access/roles.ts",
  "access/password.ts",
  "package-lock.json",
  "tsconfig.json",
];
const NOT_BUILT = ["dist", "journeys", "node_modules"];
const COMPRESSED = /\.(js|css|svg)$/;

/**
 * Builds the web app if what it is built from has changed. Calls are routed without it, so a build that fails is
 * said and nothing more; where nothing can be written, what was built before is served.
 * @param {{project: string, runtime: string, quiet: boolean}} build
 */
export async function buildWeb({ project, runtime, quiet }) {
  const web = join(project, "web");
  if (!existsSync(join(web, "index.html"))) return;
  const dist = join(web, "dist");
  const inputs = listInputs(project);
  if (isBuilt(dist, inputs)) return;
  /** @type {Awaited<ReturnType<typeof holdInstallLock>> | undefined} */
  let lock;
  try {
    lock = await holdInstallLock(project, () => console.error("Another start is building; waiting for it …"));
    if (isBuilt(dist, inputs)) return;
    if (!quiet) console.error("Building the web app (this happens once per version) …");
    const next = join(web, `dist.${process.pid}`);
    await runVite({ project, runtime, outDir: next }, lock.alsoHeldBy);
    compressFiles(next);
    writeMarker(next, inputs);
    // A server that runs meanwhile is without its files for the shortest possible time.
    rmSync(dist, { recursive: true, force: true });
    renameSync(next, dist);
  } catch (error) {
    if (error instanceof LaunchError && error.exitCode >= 128) throw error;
    const left = existsSync(join(dist, "index.html"))
      ? "the one built before is served"
      : "there will be no pages";
    console.error(`The web app could not be built, ${left}: ${error.message}`);
  } finally {
    lock?.release();
  }
}

/**
 * Writes beside each file what browsers are sent of it (server/serve-web.ts): here once, and not by every server that
 * starts.
 * @param {string} folder
 */
function compressFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !COMPRESSED.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const plain = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
    // The last two steps of quality take ten times as long for a fiftieth of the size.
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }));
  }
}

/**
 * Every file that the build reads, with what tells quickly whether it is still the same.
 * @param {string} project
 * @returns {{path: string, file: string, stamp: string}[]}
 */
function listInputs(project) {
  const files = ALSO.filter((file) => existsSync(join(project, file)));
  for (const entry of readdirSync(join(project, "web"), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name).slice(project.length + 1);
    const [, below = ""] = path.split(/[\\/]/);
    if (!NOT_BUILT.includes(below) && !below.startsWith("dist.")) files.push(path);
  }
  return files.sort().map((path) => {
    const file = join(project, path);
    const { mtimeMs, size } = statSync(file);
    return { path, file, stamp: `${path} ${mtimeMs} ${size}` };
  });
}

/**
 * By times and sizes first, which takes a few milliseconds; a copy or another checkout of the same files has other
 * times, and is told by its content.
 * @param {string} dist
 * @param {ReturnType<typeof listInputs>} inputs
 */
function isBuilt(dist, inputs) {
  try {
    const marker = JSON.parse(readFileSync(join(dist, MARKER), "utf8"));
    if (marker.stamps === hashStamps(inputs)) return true;
    if (marker.contents !== hashContents(inputs)) return false;
  } catch {
    return false;
  }
  try {
    writeMarker(dist, inputs);
  } catch {
    // A read-only folder: compared by content again next time.
  }
  return true;
}

/**
 * @param {string} dist
 * @param {ReturnType<typeof listInputs>} inputs
 */
function writeMarker(dist, inputs) {
  const marker = { stamps: hashStamps(inputs), contents: hashContents(inputs) };
  writeFileSync(join(dist, MARKER), `${JSON.stringify(marker)}\n`);
}

/** @param {ReturnType<typeof listInputs>} inputs */
function hashStamps(inputs) {
  return createHash("sha256")
    .update(inputs.map(({ stamp }) => stamp).join("\n"))
    .digest("hex");
}

/** @param {ReturnType<typeof listInputs>} inputs */
function hashContents(inputs) {
  const hash = createHash("sha256");
  for (const { path, file } of inputs) hash.update(`${path}\n`).update(readFileSync(file)).update("\n");
  return hash.digest("hex");
}

/**
 * @param {{project: string, runtime: string, outDir: string}} build
 * @param {(pid: number) => void} onStart
 */
async function runVite({ project, runtime, outDir }, onStart) {
  const vite = join(project, "node_modules/vite/bin/vite.js");
  if (!existsSync(vite)) throw new Error("its packages are not installed");
  const words = ["build", join(project, "web"), "--outDir", outDir, "--emptyOutDir", "--logLevel", "error"];
  const child = spawn(runtime, [vite, ...words], {
    cwd: project,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (child.pid !== undefined) onStart(child.pid);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  /** @type {NodeJS.Signals | undefined} */
  let interrupted;
  const signals = /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  const note = (/** @type {NodeJS.Signals} */ signal) => {
    interrupted ??= signal;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, note);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code === 0) return;
    rmSync(outDir, { recursive: true, force: true });
    if (interrupted !== undefined) throw new LaunchError("", interrupted === "SIGINT" ? 130 : 143);
    throw new Error(said.trim() || `vite ended with ${code}`);
  } finally {
    for (const signal of signals) process.off(signal, note);
  }
}
