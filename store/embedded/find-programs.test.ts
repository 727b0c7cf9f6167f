import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratchFolder } from "../testing/scratch-folder.ts";
import { findPrograms } from "./find-programs.ts";

/** A stand-in that only knows its version. */
async function makePrograms(folder: string, version: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of ["postgres", "initdb"]) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

test("RINGRIGHT_POSTGRES_BIN comes before everything else, whatever its version from 15 on", async () => {
  const folder = await makePrograms(await makeScratchFolder(), "15.19 (Debian 15.19-0+deb12u1)");
  const env = { RINGRIGHT_POSTGRES_BIN: folder };
  expect(await findPrograms({ owner: undefined, copyFolder: "/nonexistent", env })).toEqual({
    folder,
    version: "15.19",
    major: 15,
  });
});

test("an override that is too old, or not there, is an error and not passed over", async () => {
  const folder = await makeScratchFolder();
  const old = await makePrograms(join(folder, "old"), "14.9");
  for (const [bin, why] of [
    [old, /14\.9, older than 15/],
    [join(folder, "nothing"), /nothing \(.*ENOENT/],
  ] as const) {
    const env = { RINGRIGHT_POSTGRES_BIN: bin };
    await expect(findPrograms({ owner: undefined, copyFolder: "/nonexistent", env })).rejects.toMatchObject({
      code: "noPrograms",
      message: expect.stringMatching(why),
    });
  }
});

test("a database's own major version is looked for on the PATH beyond the package's", async () => {
  const folder = await makePrograms(await makeScratchFolder(), "99.1");
  const found = await findPrograms({
    owner: undefined,
    copyFolder: "/nonexistent",
    wantedMajor: 99,
    env: { PATH: folder },
  });
  expect(found.folder).toBe(folder);
});
