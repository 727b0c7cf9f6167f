import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratchFolder } from "../testing/scratch-folder.ts";
import { boundLog } from "./bound-log.ts";

test("a log that grew too large is emptied under its writer, who goes on at the new end", async () => {
  const file = join(await makeScratchFolder(), "postgres.log");
  const writer = await open(file, "a");
  await writer.write("first line\n");
  await boundLog(file, 100);
  expect(await readFile(file, "utf8")).toBe("first line\n");
  await boundLog(file, 5);
  await writer.write("second\n");
  await writer.close();
  expect(await readFile(file, "utf8")).toBe("second\n");
  expect(await readFile(`${file}.1`, "utf8")).toBe("first line\n");
});

test("no log is no error", async () => {
  await boundLog(join(await makeScratchFolder(), "postgres.log"));
});
