import { expect, test } from "vitest";
import { LEFT_OUT, TABLES } from "./back-up-database.ts";
import { useDatabase } from "./testing/use-database.ts";

const database = useDatabase();

test("every table is in a backup, or is left out on purpose", async () => {
  const { rows } = await database().pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
  );
  expect([...TABLES, ...LEFT_OUT].sort()).toEqual(rows.map(({ name }) => name).sort());
});

test("a table comes after those that it refers to", async () => {
  const { rows } = await database().pool.query<{ from: string; to: string }>(`
    SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`);
  const place = (table: string) => (TABLES as readonly string[]).indexOf(table.replaceAll('"', ""));
  const wrong = rows.filter(({ from, to }) => from !== to && place(from) >= 0 && place(from) < place(to));
  expect(wrong).toEqual([]);
});
