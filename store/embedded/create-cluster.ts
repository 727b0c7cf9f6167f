import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, lstat, mkdir, open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { preparePasswordFile } from "./choose-listening.ts";
import type { Places } from "./choose-places.ts";
import { EmbeddedPostgresError, unless } from "./embedded-postgres-error.ts";
import type { Programs } from "./find-programs.ts";
import { type Profile, postgresEnvironment } from "./postgres-settings.ts";

/** The database's own superuser; nothing outside the socket folder can use the name. */
export const DATABASE_USER = "ringright";
const MAKING = "postgres.making-";
const run = promisify(execFile);

/**
 * Looks at the place of the cluster: gives its major version, or undefined if one has to be made.
 * What an interrupted initdb left there is moved aside, never deleted.
 * @throws EmbeddedPostgresError `clusterUnreadable` if the folder holds anything else.
 */
export async function readClusterMajor(cluster: string): Promise<number | undefined> {
  const found = await readdir(cluster).catch(unless("ENOENT"));
  if (found === undefined) return undefined;
  const version = await readFile(join(cluster, "PG_VERSION"), "utf8").catch(unless("ENOENT"));
  const started = await lstat(join(cluster, "global/pg_control")).catch(unless("ENOENT", "ENOTDIR"));
  if (version !== undefined && started !== undefined) return Number.parseInt(version, 10);
  if (found.length === 0) {
    await rmdir(cluster);
    return undefined;
  }
  // initdb writes pg_control after PG_VERSION and then makes the three template databases, 1 4 and 5. A folder
  // with other databases had a life, and only a person may decide about it.
  const databases = (await readdir(join(cluster, "base")).catch(unless("ENOENT"))) ?? [];
  const halfMade = found.includes("pg_wal") && databases.every((name) => ["1", "4", "5"].includes(name));
  if (!halfMade) {
    throw new EmbeddedPostgresError(
      "clusterUnreadable",
      `${cluster} holds something, but no PostgreSQL database. Restore it, or move it away to begin with an empty one.`,
    );
  }
  await rename(cluster, `${cluster}.half-made-${randomBytes(3).toString("hex")}`);
  return undefined;
}

/**
 * Makes the cluster under another name and renames it when it is complete, so that it is there entirely or not
 * at all. Leftovers of earlier attempts are removed: the caller holds the lock.
 */
export async function createCluster(places: Places, programs: Programs, profile: Profile): Promise<void> {
  for (const name of await readdir(places.home)) {
    if (name.startsWith(MAKING)) await rm(join(places.home, name), { recursive: true, force: true });
  }
  const making = join(places.home, `${MAKING}${randomBytes(6).toString("hex")}`);
  await mkdir(making, { mode: 0o700 });
  if (places.owner !== undefined) await chown(making, places.owner.uid, places.owner.gid);
  try {
    await runInitdb(making, places, programs, profile);
    await rename(making, places.cluster);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  if (profile !== "test") await syncFolder(places.home);
}

async function runInitdb(
  making: string,
  places: Places,
  programs: Programs,
  profile: Profile,
): Promise<void> {
  const fixed = [
    "-D",
    making,
    "-U",
    DATABASE_USER,
    ...(await authentication(places)),
    "-E",
    "UTF8",
    "--no-instructions",
  ];
  // A cluster made without sync did not survive a power cut in our tests, so only test clusters skip it.
  if (profile === "test") fixed.push("--no-sync");
  const options = { ...places.owner, cwd: "/", env: postgresEnvironment() };
  const failures: string[] = [];
  for (const locale of locales(programs.major)) {
    try {
      await run(join(programs.folder, "initdb"), [...fixed, ...locale], options);
      return;
    } catch (error) {
      failures.push(error instanceof Error ? error.message.trim() : String(error));
    }
  }
  throw new EmbeddedPostgresError("cannotStart", `The database could not be made.\n${failures.join("\n")}`);
}

async function authentication(places: Places): Promise<string[]> {
  if (process.platform === "win32")
    return ["-A", "scram-sha-256", `--pwfile=${await preparePasswordFile(places)}`];
  // Trusting every connection is sound only because the socket folder is closed to all but its owner (mode 0700).
  return ["-A", "trust"];
}

/**
 * Code point order that stays the same whatever the system's C library does, with letters folded as Unicode says.
 * Built into PostgreSQL from 17 on; before, C.UTF-8 comes from the system (macOS has none), and C folds only ASCII.
 */
function locales(major: number): string[][] {
  if (major >= 17) return [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]];
  return [["--locale=C.UTF-8"], ["--locale=C"]];
}

/** After a rename the folder itself must reach the disk as well (fsync(2), notes on directories). */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
