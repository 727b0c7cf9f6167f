import { expect, onTestFinished, test } from "vitest";
import { askWithin } from "./ask-within.ts";
import { openDatabase } from "./open-database.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

/** A pool for calls, and a connection beside it that ends what still sleeps. */
async function openPools(max: number) {
  const made = await createTestDatabase();
  const calls = openDatabase(made.connection, { max });
  const beside = openDatabase(made.connection, { max: 1, patient: true });
  onTestFinished(async () => {
    await beside.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)'",
    );
    await Promise.all([calls.close(), beside.close()]);
    await made.drop();
  });
  return calls.pool;
}

test("an answer in time is given, and an error as it is", async () => {
  const asker = askWithin(await openPools(1), 10_000);
  expect((await asker.query("SELECT $1::int AS one", [1])).rows).toEqual([{ one: 1 }]);
  await expect(asker.query("SELECT 1 / 0")).rejects.toThrow("division by zero");
  expect((await asker.query({ text: "SELECT 2 AS two" })).rows).toEqual([{ two: 2 }]);
});

test("who asks after a query that was late gets the answer to its own question, on another connection", async () => {
  const pool = await openPools(1);
  const asker = askWithin(pool, 100);
  const pid = async () => (await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
  const before = await pid();
  await expect(asker.query("SELECT pg_sleep(60)")).rejects.toThrow("Query read timeout");
  expect(await pid()).not.toBe(before);
});

test("one that is late does not fail one that was asked later and is in time", async () => {
  const asker = askWithin(await openPools(2), 500);
  const late = expect(asker.query("SELECT pg_sleep(60)")).rejects.toThrow("Query read timeout");
  expect((await asker.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await late;
});
