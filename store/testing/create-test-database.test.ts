import { Pool } from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./create-test-database.ts";

test("each database is its own, reachable by settings and by URL; one that was changed is gone after drop", async () => {
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

test("what a test wrote, and the keys that it used up, are gone for the next", async () => {
  const write = async (database: { connection: object }) => {
    const pool = new Pool(database.connection);
    const { rows } =
      await pool.query(`INSERT INTO account (slug, name, country, timezone, ladder, ring_budget_seconds,
        if_nobody_answers, screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld,
        allowed_countries)
      VALUES ('acme', 'Acme', 'US', 'UTC', '{}', 60, 'next', true, true, false, 'caller', false, '{US}') RETURNING id`);
    await pool.query("INSERT INTO lead (account_id, name, blocked) SELECT id, 'Anna', false FROM account");
    const { rows: leads } = await pool.query("SELECT count(*)::int FROM lead");
    // As a restored backup leaves it: the next key is a later one, and none was used.
    await pool.query("SELECT setval(pg_get_serial_sequence('account', 'id'), 7, false)");
    await pool.end();
    return [rows, leads];
  };
  for (let again = 0; again < 5; again += 1) {
    const database = await createTestDatabase();
    expect(await write(database)).toEqual([[{ id: "1" }], [{ count: 1 }]]);
    await database.drop();
  }
});
