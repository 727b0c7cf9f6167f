import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LaunchError } from "./launch-error.mjs";

/** A holder says this often that it lives, and is taken for dead after the longer time, whoever has its number now. */
const SIGN_OF_LIFE_MS = 2_000;
const DEAD_AFTER_MS = 60_000;

/**
 * Waits until no other launcher installs in this project.
 * @param {string} project
 * @param {() => void} onWait called once if somebody else is at it
 * @returns {Promise<{alsoHeldBy(pid: number): void, release(): void}>}
 */
export async function holdInstallLock(project, onWait) {
  const folder = join(project, ".cache");
  const lock = join(folder, "install.lock");
  const candidate = `${lock}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(candidate, String(process.pid));
  } catch (error) {
    throw new LaunchError(`Packages have to be installed, but ${project} cannot be written (${error.code}).`);
  }
  try {
    for (let waits = 0; !tryLink(candidate, lock); waits += 1) {
      if (isDead(lock)) {
        removeDead(lock);
        continue;
      }
      if (waits === 0) onWait();
      await sleep(100);
    }
  } finally {
    rmSync(candidate, { force: true });
  }
  const timer = setInterval(() => touch(lock), SIGN_OF_LIFE_MS);
  return {
    // npm outlives a launcher that is killed, and goes on installing.
    alsoHeldBy: (pid) => writeFileSync(lock, `${process.pid} ${pid}`),
    release: () => {
      clearInterval(timer);
      rmSync(lock, { force: true });
    },
  };
}

/**
 * @param {string} from
 * @param {string} to
 */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} lock */
function isDead(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > DEAD_AFTER_MS) return true;
    const holders = readFileSync(lock, "utf8").split(" ").map(Number).filter(Boolean);
    return holders.length > 0 && !holders.some(isRunning);
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Takes a dead holder's lock away; puts it back if a living one took its place in between. @param {string} lock */
function removeDead(lock) {
  const aside = `${lock}.${process.pid}.dead`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (!isDead(aside)) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

/** @param {string} lock */
function touch(lock) {
  const now = new Date();
  try {
    utimesSync(lock, now, now);
  } catch {
    // Removed by somebody who took us for dead; npm ci is safe to run twice, only slow.
  }
}
