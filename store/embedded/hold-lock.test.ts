import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratchFolder } from "../testing/scratch-folder.ts";
import { holdLock } from "./hold-lock.ts";
import { describeProcess } from "./process-table.ts";

test("one holder at a time, and nothing is left behind", async () => {
  const folder = await makeScratchFolder();
  let inside = 0;
  const visit = async () => {
    const release = await holdLock(join(folder, "lock"));
    inside += 1;
    expect(inside).toBe(1);
    await readdir(folder);
    inside -= 1;
    await release();
  };
  await Promise.all(Array.from({ length: 8 }, visit));
  expect(await readdir(folder)).toEqual([]);
});

test("a dead process holds nothing, nor does a living one that only has its number", async () => {
  const folder = await makeScratchFolder();
  const child = spawn("true");
  await once(child, "exit");
  const left = [
    `${child.pid} 123 abc\n`,
    `${describeProcess(process.pid).split(" ")[0]} 1 abc\n`,
    "nonsense",
  ];
  for (const holder of left) {
    await writeFile(join(folder, "lock"), holder);
    await (await holdLock(join(folder, "lock")))();
  }
  expect(await readdir(folder)).toEqual([]);
});
