import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { listenForChanges } from "./listen-for-changes.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

test("changes are heard until the listening is stopped, and stopping is no loss", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const heard: string[] = [];
  const lost: unknown[] = [];
  const stop = await listenForChanges(
    database.connection,
    (accountId) => heard.push(accountId),
    (error) => lost.push(error),
  );
  const other = new Client(database.connection);
  await other.connect();
  await other.query("SELECT pg_notify('ringright_settings', '7')").finally(() => other.end());
  await expect.poll(() => heard).toEqual(["7"]);
  await stop();
  expect(lost).toEqual([]);
});

test("a connection that breaks is told once", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const lost: unknown[] = [];
  await listenForChanges(
    database.connection,
    () => {},
    (error) => lost.push(error),
  );
  const other = new Client(database.connection);
  await other.connect();
  await other
    .query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ringright listener' AND datname = current_database()",
    )
    .finally(() => other.end());
  await expect.poll(() => lost).toHaveLength(1);
});

test("where nothing can be listened to, the caller is told by the throw alone: listening again is up to it", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const lost: unknown[] = [];
  await expect(
    listenForChanges(
      { ...database.connection, database: "missing" },
      () => {},
      (error) => lost.push(error),
    ),
  ).rejects.toThrow(/does not exist/);
  // The server has closed that connection before it answers on the next.
  const other = new Client(database.connection);
  await other.connect();
  await other.end();
  expect(lost).toEqual([]);
});
