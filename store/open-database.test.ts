import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

test("a connection that the server ends in the middle of a transaction does not end the process", async () => {
  const made = await createTestDatabase();
  const { pool, close } = openDatabase(made.connection, { max: 2 });
  onTestFinished(async () => {
    await close();
    await made.drop();
  });
  const taken = await pool.connect();
  await taken.query("BEGIN");
  const { rows } = await taken.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const ended = new Promise<void>((resolve) => taken.once("end", resolve));
  await pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  await ended;
  await expect(taken.query("COMMIT")).rejects.toThrow();
  taken.release(true);
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});
