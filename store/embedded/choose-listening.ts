import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Places } from "./choose-places.ts";
import { unless } from "./embedded-postgres-error.ts";
import { prepareSocketFolder } from "./prepare-socket-folder.ts";

/** Where a server is to listen: a socket folder, or on Windows an address and a password. */
export type Listening = { host: string; port: number; password?: string };

/** Only a name here: it ends the socket's file name, and no TCP port is opened. */
const SOCKET_PORT = 5432;

/**
 * Prepares the place where the server will listen. On Windows, where a folder cannot keep others from a socket,
 * it is a free port of the loopback address, behind a random password. (Untested: no Windows at hand.)
 */
export async function chooseListening(places: Places): Promise<Listening> {
  if (process.platform !== "win32") return { host: await prepareSocketFolder(places), port: SOCKET_PORT };
  return { host: "127.0.0.1", port: await findFreePort(), ...(await readPassword(places)) };
}

/** The password file, made if it is missing; for initdb on Windows. */
export async function preparePasswordFile(places: Places): Promise<string> {
  const file = join(places.home, "postgres.password");
  await writeFile(file, randomBytes(24).toString("base64url"), { flag: "wx", mode: 0o600 }).catch(
    unless("EEXIST"),
  );
  return file;
}

/** The password that a connection needs, if any. */
export async function readPassword(places: Places): Promise<{ password?: string }> {
  if (process.platform !== "win32") return {};
  return { password: await readFile(await preparePasswordFile(places), "utf8") };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address !== null ? address.port : SOCKET_PORT;
}
