import { Pool } from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./create-test-database.ts";

test("each database is its own, reachable by settings and by URL, and gone after drop", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase({ template: "template1" })]);
  const first = new Pool(one.connection);
  await first.query("CREATE TABLE scribble AS SELECT 'mine' AS words");
  const second = new Pool({ connectionString: two.url });
  expect((await second.query("SELECT to_regclass('scribble') AS scribble")).rows).toEqual([
    { scribble: null },
  ]);
  await first.end();
  await second.end();
  await one.drop();
  await two.drop();
  const gone = new Pool(one.connection);
  await expect(gone.query("SELECT 1")).rejects.toThrow(/does not exist/);
  await gone.end();
});

test("a connection left open fails the drop, and the database goes all the same", async () => {
  const database = await createTestDatabase();
  const pool = new Pool(database.connection);
  pool.on("error", () => undefined);
  await pool.query("SELECT 'leaked'");
  await expect(database.drop()).rejects.toThrow(/1 connections .* left open.*leaked/);
  await pool.end();
});
