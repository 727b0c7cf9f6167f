import { createHash, randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, readFile, realpath, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canEnter, chooseOwner, type Owner } from "./choose-owner.ts";
import { EmbeddedPostgresError, unless } from "./embedded-postgres-error.ts";

/** Where an embedded database keeps its things, and whom they belong to. */
export type Places = {
  owner: Owner | undefined;
  /** Holds everything else: the data folder itself, or for root perhaps a system folder. */
  home: string;
  cluster: string;
  log: string;
  copyFolder: string;
};

const LOCATION = "postgres.location";

/** Makes the data folder if it is missing, and gives its real path. Never touches the folders above it. */
export async function prepareDataFolder(dataFolder: string): Promise<string> {
  const made = await mkdir(dataFolder, { recursive: true });
  // Root's database runs as another user, who has to pass through, but not to look around.
  if (made !== undefined) await chmod(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700);
  return realpath(dataFolder);
}

/**
 * Says where the database of a data folder lives: in it, unless root starts it and the user that PostgreSQL
 * runs as cannot enter it. Then it lives below `systemFolder`, and `postgres.location` in the data folder says where.
 * @throws EmbeddedPostgresError `clusterMissing`, `cannotEnter` or `wrongOwner`.
 */
export async function choosePlaces(dataFolder: string, systemFolder: string): Promise<Places> {
  const location = await readLocation(dataFolder);
  const home = location?.home ?? dataFolder;
  const cluster = join(home, "postgres");
  const exists = (await lstat(cluster).catch(unless("ENOENT", "ENOTDIR"))) !== undefined;
  const owner = await chooseOwner(exists ? cluster : undefined);

  if (location?.made === true && !exists) {
    throw new EmbeddedPostgresError(
      "clusterMissing",
      `The database of ${dataFolder} lives in ${location.home}, and it is not there. Bring it back; or, to begin ` +
        `with an empty database, delete ${join(dataFolder, LOCATION)}.`,
    );
  }
  if (location !== undefined || owner === undefined || (await canEnter(dataFolder, owner))) {
    // Missing only if an earlier first start was cut off.
    if ((await mkdir(home, { recursive: true })) !== undefined) await chmod(home, 0o711);
    return placesIn(home, owner);
  }
  if (exists) {
    throw new EmbeddedPostgresError(
      "cannotEnter",
      `The database in ${cluster} belongs to user ${owner.uid}, who can no longer enter ${dataFolder}. ` +
        "Allow others to pass through its folders (chmod o+x), or move the data folder elsewhere.",
    );
  }
  return placesIn(await makeHomeElsewhere(dataFolder, systemFolder, owner), owner);
}

/** Notes that the database was made, so that a missing one is never mistaken for a new one. */
export async function confirmLocation(dataFolder: string, places: Places): Promise<void> {
  if (places.home !== dataFolder) await writeLocation(dataFolder, { home: places.home, made: true });
}

function placesIn(home: string, owner: Owner | undefined): Places {
  return {
    owner,
    home,
    cluster: join(home, "postgres"),
    log: join(home, "postgres.log"),
    copyFolder: join(home, "programs"),
  };
}

async function makeHomeElsewhere(dataFolder: string, systemFolder: string, owner: Owner): Promise<string> {
  const made = await mkdir(systemFolder, { recursive: true });
  if (made !== undefined) await chmod(systemFolder, 0o711);
  // Random as well: a data folder deleted and made anew must not find its predecessor's database.
  const home = join(systemFolder, `${hash(dataFolder)}-${randomBytes(3).toString("hex")}`);
  await mkdir(home);
  await chmod(home, 0o711);
  if (!(await canEnter(home, owner))) {
    throw new EmbeddedPostgresError(
      "cannotEnter",
      `User ${owner.uid} can enter neither ${dataFolder} nor ${home}.`,
    );
  }
  await writeLocation(dataFolder, { home, made: false });
  return home;
}

type Location = { home: string; made: boolean };

async function readLocation(dataFolder: string): Promise<Location | undefined> {
  const text = await readFile(join(dataFolder, LOCATION), "utf8").catch(unless("ENOENT"));
  return text === undefined ? undefined : (JSON.parse(text) as Location);
}

async function writeLocation(dataFolder: string, location: Location): Promise<void> {
  const file = join(dataFolder, LOCATION);
  await writeFile(`${file}.new`, `${JSON.stringify(location)}\n`, { flush: true });
  await rename(`${file}.new`, file);
}

/** A short stable name for a path. */
export function hash(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 16);
}
