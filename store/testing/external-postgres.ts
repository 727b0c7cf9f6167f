import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { chown } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { expect, onTestFinished } from "vitest";
import { chooseOwner } from "../embedded/choose-owner.ts";
import { postgresEnvironment } from "../embedded/postgres-settings.ts";
import { freePort } from "./free-port.ts";
import { makeScratchFolder } from "./scratch-folder.ts";

/** The programs of the oldest PostgreSQL on this machine that we support; null if there is none beside our own. */
export function findExternalPrograms(): string | null {
  const found = globSync("/usr/lib/postgresql/{15,16,17,18}/bin/postgres").sort()[0];
  return found?.replace(/\/postgres$/, "") ?? null;
}

/**
 * A PostgreSQL as an operator would bring it: none of our settings, reached over TCP by its URL. It is
 * gone when the test ends. Gives the URL of an empty database.
 */
export async function startExternalPostgres(programs: string): Promise<string> {
  const folder = await makeScratchFolder();
  const owner = await chooseOwner(undefined);
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: "/", env: postgresEnvironment() };
  const cluster = join(folder, "cluster");
  const trust = ["-A", "trust", "-U", "operator", "-E", "UTF8", "--no-sync"];
  await promisify(execFile)(join(programs, "initdb"), ["-D", cluster, ...trust], options);

  const port = await freePort();
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: folder, fsync: "off" };
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(join(programs, "postgres"), ["-D", cluster, ...words], {
    ...options,
    stdio: "ignore",
  });
  const ended = once(server, "exit");
  onTestFinished(async () => {
    // "Fast" shutdown: connections are closed, nothing is waited for (its manual, "Shutting Down the Server").
    server.kill("SIGINT");
    await ended;
  });
  const address = (database: string) => `postgres://operator@127.0.0.1:${port}/${database}`;
  await expect.poll(() => ask(address("postgres"), "CREATE DATABASE ringright")).toBe(true);
  return address("ringright");
}

async function ask(url: string, sql: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
