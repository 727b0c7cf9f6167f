import { afterAll, beforeAll } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { createTestDatabase, type TestDatabase } from "./create-test-database.ts";

/** One migrated, empty database for all tests of a file; ask for it inside a test. */
export function useDatabase(): () => Database {
  let made: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    made = await createTestDatabase();
    database = openDatabase(made.connection, { patient: true, max: 3 });
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });
  return () => database;
}
