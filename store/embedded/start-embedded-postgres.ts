import type { ChildProcess } from "node:child_process";
import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keepLogBounded } from "./bound-log.ts";
import { chooseListening, readPassword } from "./choose-listening.ts";
import { choosePlaces, confirmLocation, type Places, prepareDataFolder } from "./choose-places.ts";
import { createCluster, DATABASE_USER, readClusterMajor } from "./create-cluster.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findPrograms, type Programs } from "./find-programs.ts";
import { holdLock } from "./hold-lock.ts";
import { ensureDatabase, holdPresence, type PostgresConnection, type Presence } from "./hold-presence.ts";
import { type Profile, postgresSettings } from "./postgres-settings.ts";
import { readPostmasterFile, removeForeignPostmasterFile } from "./read-postmaster-file.ts";
import { runPostmaster } from "./run-postmaster.ts";
import { superviseServer } from "./supervise-server.ts";

export type { PostgresConnection };

export type EmbeddedPostgresOptions = {
  /** The installation's data folder; made if missing. */
  dataFolder: string;
  log: (line: object, message: string) => void;
  profile?: Profile;
  /** Where root's databases live when PostgreSQL cannot enter the data folder; /var/lib/ringright unless told. */
  systemFolder?: string;
  /** Called when a server is on its way and will be waited for: for work that can be done meanwhile. */
  onSpawned?: () => void;
};

/** A running PostgreSQL of our own, started by us or found running (`adopted`). */
export type EmbeddedPostgres = {
  connection: PostgresConnection;
  adopted: boolean;
  /** The server's version, such as "18.4". */
  version: string;
  /** The server's process. */
  pid: number;
  /**
   * Ends our use of it. The last user (server or command line) stops PostgreSQL and waits until all its processes
   * are gone; others leave it running. Close your pools first. With `evenIfUsed` it stops in any case.
   */
  stop(options?: { evenIfUsed?: boolean }): Promise<void>;
  /** Calls back once if the server dies before `stop`; start again to have it back. Gives the unsubscriber. */
  onExit(listener: (reason: string) => void): () => void;
};

const DATABASE = "ringright";
/** After a kill -9 the server's processes may need this long to let go of the shared memory. */
const RETRY_MS = 10_000;

/**
 * Starts the data folder's PostgreSQL, or adopts the one that runs already. Safe to call from several processes
 * at once and after any kind of crash. Listens on a unix socket in a folder closed to others, and nowhere else.
 * @throws EmbeddedPostgresError with a message for the person who runs it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = await prepareDataFolder(resolve(options.dataFolder));
  const lockFile = join(dataFolder, "postgres.lock");
  const release = await holdLock(lockFile);
  try {
    const places = await choosePlaces(dataFolder, options.systemFolder ?? "/var/lib/ringright");
    const adopted = await adopt(places);
    const server = adopted ?? (await start(dataFolder, places, options));
    await ensureDatabase(server.presence, DATABASE);
    const { version } = server.presence;
    options.log(
      {
        version,
        adopted: adopted !== undefined,
        pid: server.pid,
        folder: places.cluster,
        programs: server.programs,
      },
      adopted === undefined ? `PostgreSQL ${version} started` : `PostgreSQL ${version} was running`,
    );
    return {
      connection: server.connection,
      adopted: adopted !== undefined,
      version,
      pid: server.pid,
      ...superviseServer({ ...server, lockFile, cluster: places.cluster, log: options.log }, () =>
        keepLogBounded(places.log, (error) =>
          options.log({ error }, "PostgreSQL's log could not be shortened"),
        ),
      ),
    };
  } finally {
    await release();
  }
}

type Server = {
  connection: PostgresConnection;
  presence: Presence;
  pid: number;
  child?: ChildProcess | undefined;
  programs?: string | undefined;
};

/** Finds a living server through its own notes, whatever the process numbers say: it may run in another container. */
async function adopt(places: Places): Promise<Server | undefined> {
  const file = await readPostmasterFile(places.cluster);
  if (file === undefined) return undefined;
  const connection = {
    host: file.socketFolder || "127.0.0.1",
    port: file.port,
    ...(await readPassword(places)),
    user: DATABASE_USER,
    database: DATABASE,
  };
  const presence = await holdPresence(connection);
  if (presence === undefined) return undefined;
  if ((await realpath(presence.dataFolder)) !== (await realpath(places.cluster))) {
    await presence.client.end();
    throw new EmbeddedPostgresError(
      "cannotStart",
      `The server in ${file.socketFolder} serves ${presence.dataFolder}, not ${places.cluster}.`,
    );
  }
  // It may have been restarted between our two looks.
  const pid = (await readPostmasterFile(places.cluster))?.pid ?? file.pid;
  return { connection, presence, pid };
}

async function start(dataFolder: string, places: Places, options: EmbeddedPostgresOptions): Promise<Server> {
  const profile = options.profile ?? "small";
  const wantedMajor = await readClusterMajor(places.cluster);
  const programs = await findPrograms({ owner: places.owner, copyFolder: places.copyFolder, wantedMajor });
  if (wantedMajor === undefined) {
    options.log({ folder: places.cluster, version: programs.version }, "Making the database");
    await createCluster(places, programs, profile);
  }
  await confirmLocation(dataFolder, places);
  const listening = await chooseListening(places);
  const settings = postgresSettings(profile, programs.major, listening);
  const connection = { ...listening, user: DATABASE_USER, database: DATABASE };

  const deadline = Date.now() + RETRY_MS;
  for (;;) {
    const server = await tryStart(places, programs, settings, connection, options);
    if (typeof server !== "string") return server;
    // "lock file … already exists", "pre-existing shared memory block … is still in use": the old one is still ending.
    const passing = /lock file|shared memory/.test(server);
    if (!passing || Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        "cannotStart",
        `PostgreSQL did not start. The end of ${places.log}:\n${server}`,
      );
    }
    await sleep(200);
    const living = await adopt(places);
    if (living !== undefined) return living;
  }
}

async function tryStart(
  places: Places,
  programs: Programs,
  settings: string[],
  connection: PostgresConnection,
  options: EmbeddedPostgresOptions,
): Promise<Server | string> {
  if (await removeForeignPostmasterFile(places.cluster)) {
    options.log({ folder: places.cluster }, "Removed the note of a database server that died");
  }
  const result = await runPostmaster(places, programs, settings, {
    onSpawned: () => options.onSpawned?.(),
    onSlow: (seconds) => options.log({ seconds }, "PostgreSQL is still recovering from a crash"),
  });
  if (!result.ready) return result.log;
  const presence = await holdPresence(connection);
  if (presence === undefined || result.child.pid === undefined) return "It ended right after it was ready.";
  return { connection, presence, pid: result.child.pid, child: result.child, programs: programs.folder };
}
