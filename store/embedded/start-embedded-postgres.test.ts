import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { makeScratchFolder } from "../testing/scratch-folder.ts";
import { isRunning, listProcessesIn } from "./process-table.ts";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./start-embedded-postgres.ts";

async function start(
  dataFolder: string,
  more: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, log: () => undefined, profile: "test", ...more });
  onTestFinished(() => server.stop({ evenIfUsed: true }));
  return server;
}

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new Client(server.connection);
  await client.connect();
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" }).finally(() => client.end());
  return rows.flat();
}

test("the first start makes a durable UTF-8 database behind a socket that only its owner can reach", async () => {
  const folder = await makeScratchFolder();
  const server = await start(join(folder, "data"), { profile: "small" });
  expect(server.adopted).toBe(false);
  const settings = [
    "fsync",
    "listen_addresses",
    "data_checksums",
    "server_encoding",
    "shared_buffers",
    "TimeZone",
  ];
  const asked = settings.map((name) => `current_setting('${name}')`).join(", ");
  expect(await ask(server, `SELECT ${asked}`)).toEqual(["on", "", expect.any(String), "UTF8", "32MB", "UTC"]);
  expect(await ask(server, "SELECT current_database(), current_user, lower('ÅÉ')")).toEqual([
    "ringright",
    "ringright",
    "åé",
  ]);
  expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700);
});

test("a second user adopts the running server; the last to leave stops all its processes", async () => {
  const folder = await makeScratchFolder();
  const first = await start(folder);
  const second = await start(folder);
  expect(second).toMatchObject({ adopted: true, pid: first.pid, connection: first.connection });
  await first.stop();
  expect(await ask(second, "SELECT 1")).toEqual([1]);
  await second.stop();
  expect(isRunning(first.pid)).toBe(false);
  expect(await listProcessesIn(join(folder, "postgres"))).toEqual([]);
  expect(existsSync(join(folder, "postgres/postmaster.pid"))).toBe(false);
});

test("an adopted server can be stopped under its other users, who are told once", async () => {
  const folder = await makeScratchFolder();
  const first = await start(folder);
  const told = new Promise<string>((resolve) => first.onExit(resolve));
  await (await start(folder)).stop({ evenIfUsed: true });
  expect(await told).toBe("exit code 0");
});

test("whoever uses a server that is killed hears of it, and after a new start finds what was committed", async () => {
  const folder = await makeScratchFolder();
  const starter = await start(folder, { profile: "small" });
  const adopter = await start(folder);
  await ask(starter, "CREATE TABLE note AS SELECT 'kept' AS words");
  const told = [starter, adopter].map((server) => new Promise((resolve) => server.onExit(resolve)));
  process.kill(starter.pid, "SIGKILL");
  expect(await Promise.all(told)).toEqual(["killed by SIGKILL", "its process is gone"]);
  const again = await start(folder);
  expect(again.adopted).toBe(false);
  expect(await ask(again, "SELECT words FROM note")).toEqual(["kept"]);
});

test("a crashed query is not the server's death: we stay present, and the database stays up", async () => {
  const folder = await makeScratchFolder();
  const server = await start(folder);
  const heard: string[] = [];
  server.onExit((reason) => heard.push(reason));
  const client = new Client(server.connection);
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  process.kill(rows[0]?.pid ?? Number.NaN, "SIGKILL");
  await expect.poll(() => start(folder).then((other) => other.pid)).toBe(server.pid);
  const present = "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'ringright present'";
  await expect.poll(async () => (await ask(server, present))[0]).toBeGreaterThanOrEqual(2);
  expect(heard).toEqual([]);
});

test("a note left by a dead server does not keep the next one down, even if its number lives again", async () => {
  const folder = await makeScratchFolder();
  const server = await start(folder);
  const note = await readFile(join(folder, "postgres/postmaster.pid"), "utf8");
  await server.stop();
  // A process of the very user that PostgreSQL runs as, so that PostgreSQL itself would take it for a rival.
  const { uid, gid } = await stat(join(folder, "postgres"));
  const stranger = spawn("sleep", ["60"], { uid, gid, cwd: "/" });
  onTestFinished(() => void stranger.kill());
  await writeFile(
    join(folder, "postgres/postmaster.pid"),
    note.replace(String(server.pid), String(stranger.pid)),
  );
  expect((await start(folder)).adopted).toBe(false);
});

test("a path too deep for a socket moves the socket, not the database", async () => {
  const folder = await makeScratchFolder();
  const deep = join(folder, "a".repeat(60), "b".repeat(60));
  await mkdir(deep, { recursive: true });
  const server = await start(deep);
  onTestFinished(() => rm(server.connection.host, { recursive: true, force: true }));
  expect(server.connection.host.startsWith(deep)).toBe(false);
  expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700);
  expect(await ask(server, "SHOW data_directory")).toEqual([join(deep, "postgres")]);
});

test("a cluster that an interrupted initdb left half-made is set aside and made anew", async () => {
  const folder = await makeScratchFolder();
  await mkdir(join(folder, "postgres/pg_wal"), { recursive: true });
  await writeFile(join(folder, "postgres/PG_VERSION"), "18\n");
  await mkdir(join(folder, "postgres.making-0123"));
  expect(await ask(await start(folder), "SELECT 1")).toEqual([1]);
  const names = await readdir(folder);
  expect(names.filter((name) => name.startsWith("postgres."))).toEqual([
    expect.stringMatching(/^postgres\.half-made-/),
    "postgres.log",
  ]);
});

test("another major version's database is refused by its number", async () => {
  const folder = await makeScratchFolder();
  await (await start(folder)).stop();
  await writeFile(join(folder, "postgres/PG_VERSION"), "9\n");
  await expect(start(folder)).rejects.toMatchObject({
    code: "otherMajor",
    message: expect.stringMatching(/written by PostgreSQL 9.*RINGRIGHT_POSTGRES_BIN/),
  });
});

test("a folder that holds something else is not touched", async () => {
  const folder = await makeScratchFolder();
  await mkdir(join(folder, "postgres"));
  await writeFile(join(folder, "postgres/letters.txt"), "dear");
  await expect(start(folder)).rejects.toMatchObject({ code: "clusterUnreadable" });
  expect(await readFile(join(folder, "postgres/letters.txt"), "utf8")).toBe("dear");
});
