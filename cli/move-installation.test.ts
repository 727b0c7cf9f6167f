import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeHouseCalls } from "../server/testing/make-house-calls.ts";
import { openDatabase } from "../store/open-database.ts";
import { createTestDatabase } from "../store/testing/create-test-database.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { runCommand } from "./testing/run-command.ts";

async function emptyInstallation() {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { patient: true, max: 3 });
  onTestFinished(async () => {
    await database.close();
    await made.drop();
  });
  return database;
}

test("an installation moves to another database with all that it holds, and goes on there", async () => {
  const folder = await makeScratchFolder();
  const file = join(folder, "all.backup");
  const from = await makeHouseCalls();
  expect((await runCommand(from, ["backup", file])).code).toBe(0);

  const to = await emptyInstallation();
  expect(await runCommand(to, ["restore", file])).toMatchObject({ code: 0, err: "" });
  for (const args of [
    ["export", "--with-secrets"],
    ["calls", "--account", "acme", "--json"],
  ]) {
    expect((await runCommand(to, args)).out).toBe((await runCommand(from, args)).out);
  }
  const secret = async (database: typeof to) =>
    (await database.pool.query("SELECT secret FROM installation")).rows;
  expect(await secret(to)).toEqual(await secret(from));
  // What is added there gets ids of its own.
  expect((await runCommand(to, ["api-key", "create", "--account", "acme"])).code).toBe(0);
  const user = ["user", "create", "--account", "acme", "--email", "leo@acme.test", "--name", "Leo"];
  expect((await runCommand(to, user)).code).toBe(0);

  const again = await runCommand(to, ["restore", file]);
  expect(again).toMatchObject({ code: 1 });
  expect(again.err).toContain("the database holds accounts");
});

test("a file that is none, or is cut short, changes nothing", async () => {
  const folder = await makeScratchFolder();
  const file = join(folder, "all.backup");
  const from = await makeHouseCalls();
  await runCommand(from, ["backup", file]);
  await truncate(file, 700);
  const to = await emptyInstallation();
  expect((await runCommand(to, ["restore", file])).err).toMatch(/cut short|damaged/);
  await writeFile(file, "nonsense");
  expect((await runCommand(to, ["restore", file])).err).toContain("no backup of Ringright");
  expect((await runCommand(to, ["restore", join(folder, "missing")])).err).toContain("no such file");
  expect((await to.pool.query("SELECT count(*)::int AS n FROM account")).rows).toEqual([{ n: 0 }]);
  expect((await to.pool.query("SELECT count(*)::int AS n FROM installation")).rows).toEqual([{ n: 1 }]);
});
