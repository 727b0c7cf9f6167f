import { chmod, chown, lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canEnter, type Owner } from "./choose-owner.ts";
import { hash, type Places } from "./choose-places.ts";
import { EmbeddedPostgresError, unless } from "./embedded-postgres-error.ts";

/** The longest path of a unix socket: sun_path in sys/un.h, less its closing zero. */
const LONGEST_SOCKET = process.platform === "darwin" ? 103 : 107;

/**
 * Makes the folder for the socket, mode 0700: it is what keeps strangers out, since PostgreSQL trusts every
 * connection that comes through it. Beside the database; in the system's temporary folder if that path is too long.
 * @throws EmbeddedPostgresError `socketFolderTaken` if somebody else made it.
 */
export async function prepareSocketFolder(places: Places): Promise<string> {
  const short = `ringright-${hash(places.cluster)}`;
  const folders = [join(places.home, "socket"), join(tmpdir(), short), join("/tmp", short)];
  for (const folder of folders) {
    if (Buffer.byteLength(join(folder, ".s.PGSQL.5432")) > LONGEST_SOCKET) continue;
    if (!(await canEnter(join(folder, ".."), places.owner))) continue;
    await preparePrivateFolder(folder, places.owner);
    return folder;
  }
  throw new EmbeddedPostgresError(
    "cannotStart",
    `No folder for a socket is short enough: tried ${folders.join(", ")}.`,
  );
}

async function preparePrivateFolder(folder: string, owner: Owner | undefined): Promise<void> {
  const uid = owner?.uid ?? process.getuid?.();
  await mkdir(folder, { mode: 0o700 }).catch(unless("EEXIST"));
  // Anyone may make a name in the temporary folder before us, a link included.
  const found = await lstat(folder);
  const ours = found.uid === uid || found.uid === process.getuid?.();
  if (!found.isDirectory() || (uid !== undefined && !ours)) {
    throw new EmbeddedPostgresError(
      "socketFolderTaken",
      `${folder} belongs to user ${found.uid}, not to ${uid}. Remove it.`,
    );
  }
  if ((found.mode & 0o777) !== 0o700) await chmod(folder, 0o700);
  if (owner !== undefined && found.uid !== owner.uid) await chown(folder, owner.uid, owner.gid);
}
