import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Owner } from "./choose-owner.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { copyPackagedPrograms, findPackagedPrograms, linkLibraries } from "./packaged-programs.ts";
import { postgresEnvironment } from "./postgres-settings.ts";

/** A folder with `postgres` and `initdb` that the owner can run. */
export type Programs = { folder: string; version: string; major: number };

/** The oldest major version our SQL is written for. */
const OLDEST = 15;
const run = promisify(execFile);

/**
 * Finds PostgreSQL's programs: `RINGRIGHT_POSTGRES_BIN` if set, else the npm package, else an installed one.
 * With `wantedMajor` (the version an existing database was written by) others are passed over.
 * @throws EmbeddedPostgresError `noPrograms` or `otherMajor`, saying what was tried.
 */
export async function findPrograms(options: {
  owner: Owner | undefined;
  /** Where a copy of the package may go when the owner cannot enter node_modules. */
  copyFolder: string;
  wantedMajor?: number | undefined;
  env?: NodeJS.ProcessEnv | undefined;
}): Promise<Programs> {
  const env = options.env ?? process.env;
  const tried: string[] = [];
  const consider = async (folder: string): Promise<Programs | undefined> => {
    const found = await probe(folder, options.owner);
    if (typeof found === "string") tried.push(`${folder} (${found})`);
    else if (found.major < OLDEST) tried.push(`${folder} (version ${found.version}, older than ${OLDEST})`);
    else if (options.wantedMajor !== undefined && found.major !== options.wantedMajor) {
      tried.push(`${folder} (version ${found.version})`);
    } else return found;
    return undefined;
  };

  for await (const folder of candidates(options, env)) {
    const found = await consider(folder);
    if (found !== undefined) return found;
  }
  const list = tried.length > 0 ? ` Tried: ${tried.join(", ")}.` : "";
  if (options.wantedMajor !== undefined) {
    throw new EmbeddedPostgresError(
      "otherMajor",
      `This database was written by PostgreSQL ${options.wantedMajor}, and another major version cannot read it. ` +
        `Point RINGRIGHT_POSTGRES_BIN at the programs of version ${options.wantedMajor}.${list}`,
    );
  }
  throw new EmbeddedPostgresError(
    "noPrograms",
    `No PostgreSQL ${OLDEST} or newer that runs here. Install one, point RINGRIGHT_POSTGRES_BIN at its programs, ` +
      `or set DATABASE_URL.${list}`,
  );
}

/** One by one, so that nothing is copied or asked for its version without need. */
async function* candidates(
  options: { owner: Owner | undefined; copyFolder: string },
  env: NodeJS.ProcessEnv,
): AsyncGenerator<string> {
  if (env.RINGRIGHT_POSTGRES_BIN) {
    yield env.RINGRIGHT_POSTGRES_BIN;
    return;
  }
  const packaged = await findPackagedPrograms();
  if (packaged !== undefined) {
    const linked = await linkLibraries(packaged.root);
    const inPlace = join(packaged.root, "bin");
    // Asked twice when it works, a few milliseconds; it keeps this the one place that knows about copies.
    if (linked && typeof (await probe(inPlace, options.owner)) !== "string") yield inPlace;
    else yield* copies(packaged, options);
  }
  for (const folder of env.PATH?.split(delimiter) ?? [])
    if (globSync(join(folder, "initdb")).length > 0) yield folder;
  const installed = globSync([
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
  ]);
  yield* installed.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

async function* copies(
  packaged: { root: string; version: string },
  options: { owner: Owner | undefined; copyFolder: string },
): AsyncGenerator<string> {
  const copy = join(options.copyFolder, `postgres-${packaged.version}`, "bin");
  const working = typeof (await probe(copy, options.owner)) !== "string";
  yield working ? copy : await copyPackagedPrograms(packaged, options.copyFolder).then(() => copy);
}

/** Runs `postgres --version` as the owner: proves at once that it can be entered, is for this system, and its version. */
async function probe(folder: string, owner: Owner | undefined): Promise<Programs | string> {
  try {
    const { stdout } = await run(join(folder, "postgres"), ["--version"], {
      ...owner,
      cwd: "/",
      env: postgresEnvironment(),
    });
    // "postgres (PostgreSQL) 18.4", with more in brackets on Debian.
    const version = /\(PostgreSQL\) (\d+[\w.]*)/.exec(stdout)?.[1];
    if (version === undefined) return "no version";
    return { folder, version, major: Number.parseInt(version, 10) };
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n").at(1) ?? error.message) : "does not run";
  }
}
