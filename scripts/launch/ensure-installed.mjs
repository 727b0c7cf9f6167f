import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedKind } from "./compare-lockfiles.mjs";
import { holdInstallLock } from "./hold-install-lock.mjs";
import { LaunchError } from "./launch-error.mjs";
import { runNpmCi } from "./run-npm-ci.mjs";

const MARKER = ".ringright-install.json";

/**
 * @typedef {object} Install
 * @property {string} folder where package-lock.json and node_modules are
 * @property {string} project the project's root, for the lock
 * @property {"production" | "full"} kind what is needed; a full install serves both
 * @property {boolean} quiet
 * @property {string} what its name, for people
 */

/**
 * Sees to it that node_modules is what package-lock.json says, installing only if it is not.
 * Nothing is written where nothing is missing, so an installed project runs from a read-only folder.
 * @param {Install} install
 */
export async function ensureInstalled(install) {
  if (isInstalled(install)) return;
  const lock = await holdInstallLock(install.project, () =>
    console.error("Another start is installing; waiting for it …"),
  );
  try {
    // Perhaps just installed by the one we waited for.
    if (isInstalled(install)) return;
    console.error(`Installing ${install.what} (this happens once per version) …`);
    // npm writes its own note last of all. Without it and our marker an interrupted install can only look
    // unfinished, however far it came.
    for (const note of [MARKER, ".package-lock.json"]) rmSync(modulesPath(install, note), { force: true });
    await runNpmCi(install, lock.alsoHeldBy);
    writeMarker(install, install.kind);
  } finally {
    lock.release();
  }
}

/** @param {Install} install */
function isInstalled(install) {
  const marker = readJson(modulesPath(install, MARKER));
  const now = fingerprint(install);
  if (now === undefined) return false;
  const matches = marker?.lockfile === now.lockfile && marker.installed === now.installed;
  if (matches && satisfies(marker.kind, install.kind)) return true;
  // No marker of ours: a developer's own `npm ci` or `npm install` is as good, if npm's note agrees.
  const kind = installedKind(
    readJson(join(install.folder, "package-lock.json")),
    readJson(modulesPath(install, ".package-lock.json")),
  );
  if (!satisfies(kind, install.kind)) return false;
  try {
    writeMarker(install, kind);
  } catch {
    // A read-only folder: the comparison is made again next time, a few milliseconds.
  }
  return true;
}

/**
 * @param {"production" | "full" | undefined} found
 * @param {"production" | "full"} needed
 */
function satisfies(found, needed) {
  return found === "full" || (found !== undefined && found === needed);
}

/**
 * The lockfile by its content; npm's note by its time and size, since npm rewrites it with every change.
 * @param {Install} install
 */
function fingerprint(install) {
  const path = join(install.folder, "package-lock.json");
  if (!existsSync(path))
    throw new LaunchError(`${path} is missing: this is not a complete copy of the project.`);
  const lockfile = createHash("sha256").update(readFileSync(path)).digest("hex");
  const note = statSync(modulesPath(install, ".package-lock.json"), { throwIfNoEntry: false });
  return note === undefined ? undefined : { lockfile, installed: `${note.mtimeMs} ${note.size}` };
}

/**
 * @param {Install} install
 * @param {string} kind
 */
function writeMarker(install, kind) {
  writeFileSync(modulesPath(install, MARKER), `${JSON.stringify({ ...fingerprint(install), kind })}\n`);
}

/**
 * @param {Install} install
 * @param {string} name
 */
function modulesPath(install, name) {
  return join(install.folder, "node_modules", name);
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
