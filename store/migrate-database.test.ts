import { expect, test } from "vitest";
import { useDatabase } from "./testing/use-database.ts";

const database = useDatabase();

test("every column of calls and of their events says how closely it is counted, also one that is added later", async () => {
  const { rows } = await database().pool.query(
    `SELECT attrelid::regclass::text AS table, attname AS column, format_type(atttypid, NULL) AS type,
        coalesce(attstattarget, -1) AS steps
      FROM pg_attribute WHERE attrelid IN ('call'::regclass, 'call_event'::regclass) AND attnum > 0 AND NOT attisdropped`,
  );
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter(({ type, steps }) => steps !== (type === "jsonb" ? 0 : 25))).toEqual([]);
});
