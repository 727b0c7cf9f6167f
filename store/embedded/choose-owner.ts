import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { EmbeddedPostgresError, unless } from "./embedded-postgres-error.ts";

/** The system user that PostgreSQL runs as. */
export type Owner = { uid: number; gid: number };

const run = promisify(execFile);

/**
 * Says which user PostgreSQL has to run as: undefined means "as we do".
 *
 * PostgreSQL refuses to run as root (its superuser can run programs), so root hands it to the user that
 * already owns the database, else to `postgres`, else to `nobody`. An ordinary user keeps everything.
 */
export async function chooseOwner(cluster: string | undefined): Promise<Owner | undefined> {
  const self = process.getuid?.();
  if (self === undefined) return undefined;
  const existing = cluster === undefined ? undefined : await stat(cluster).catch(unless("ENOENT"));
  if (self !== 0) {
    if (existing !== undefined && existing.uid !== self) {
      throw new EmbeddedPostgresError(
        "wrongOwner",
        `The database in ${cluster} belongs to system user ${existing.uid}, not to ${self} who runs this. ` +
          "Run it as that user, or as root if root made it.",
      );
    }
    return undefined;
  }
  if (existing !== undefined && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  return (await lookUp("postgres")) ?? (await lookUp("nobody")) ?? { uid: 65534, gid: 65534 };
}

async function lookUp(name: string): Promise<Owner | undefined> {
  try {
    // `id` rather than /etc/passwd: users may come from a directory service, as on macOS.
    const [uid, gid] = await Promise.all(
      ["-u", "-g"].map(async (flag) => (await run("id", [flag, name])).stdout),
    );
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}

/** True if that user can enter the folder: asked of the system itself, since ACLs and mounts count too. */
export async function canEnter(folder: string, owner: Owner | undefined): Promise<boolean> {
  try {
    await run("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { ...owner, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
