import { getMigrations } from "better-auth/db/migration";
import { expect, test } from "vitest";
import { useDatabase } from "../../store/testing/use-database.ts";
import { authOptions } from "./auth-options.ts";

const database = useDatabase();

test("our migration made the very tables that the installed better-auth expects", async () => {
  const warned: string[] = [];
  const options = authOptions({
    database: database(),
    secret: Buffer.alloc(32),
    publicUrl: "https://calls.example.com",
    secure: true,
    sendResetLink: async () => {},
    log: { error: (_, message) => warned.push(message) },
  });
  const logger = { log: (_: string, message: string) => void warned.push(message) };
  const plan = await getMigrations({ ...options, logger });
  expect(plan.toBeCreated).toEqual([]);
  expect(plan.toBeAdded).toEqual([]);
  expect(plan.toBeAddedIndexes).toEqual([]);
  expect(plan.schemaProblems).toEqual([]);
  expect(await plan.compileMigrations()).toBe(";");
  expect(warned).toEqual([]);
});
