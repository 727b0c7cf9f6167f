import { beforeEach, expect, test } from "vitest";
import { COMMAND_LINE } from "../../access/actor.ts";
import { applySettings } from "../apply-settings.ts";
import { deleteRows } from "../testing/empty-database.ts";
import { useDatabase } from "../testing/use-database.ts";
import { ImportElsewhere } from "./import-batch.ts";
import { findImport, startImport } from "./keep-imports.ts";
import { runImport } from "./run-import.ts";
import { takeFile } from "./take-file.ts";

const database = useDatabase();
let accountId = "";
beforeEach(async () => {
  await deleteRows(database().pool);
  const account = { slug: "acme", name: "Acme", country: "US", timezone: "UTC" };
  const applied = await applySettings(database(), { account });
  accountId = applied.ok ? (applied.accounts[0]?.accountId ?? "") : "";
});

const ROWS = 2_300;
/** A file in which every hundredth row is bad, and every third has the phone of the row before it. */
async function start(): Promise<string> {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const last = String(row - (row % 3 === 2 ? 1 : 0)).padStart(4, "0");
    return `Lead ${row},${row % 100 === 99 ? "none" : `312200${last}`}`;
  });
  async function* bytes() {
    yield Buffer.from(`name,phone\n${lines.join("\n")}\n`);
  }
  const account = { id: accountId, country: "US" } as const;
  const taken = await takeFile(database(), account, { name: "f.csv", actor: COMMAND_LINE, bytes: bytes() });
  if (!taken.ok) throw new Error(taken.why);
  await startImport(database().query, accountId, taken.id, taken.head.suggested, "update");
  return taken.id;
}
const leads = async () =>
  (await database().pool.query("SELECT name, search FROM lead ORDER BY name")).rows as object[];
const counts = async (id: string) => {
  const { state, done, created, updated, unchanged, refused } =
    (await findImport(database().query, accountId, id)) ?? {};
  return { state, done, created, updated, unchanged, refused };
};
/** Imports so many batches, as a process does that is stopped then. */
async function runUntil(id: string, batches: number): Promise<void> {
  const stop = new AbortController();
  let seen = 0;
  const onProgress = () => {
    seen += 1;
    if (seen === batches) stop.abort(new Error("stopped"));
  };
  await expect(runImport(database(), accountId, id, { signal: stop.signal, onProgress })).rejects.toThrow(
    "stopped",
  );
}

test("an import that was stopped anywhere goes on where it was, and makes the same leads", async () => {
  const whole = await start();
  await runImport(database(), accountId, whole);
  const expected = await leads();
  const done = { state: "done", done: ROWS, created: ROWS - 23, updated: 0, unchanged: 0, refused: 23 };
  expect(await counts(whole)).toEqual(done);
  await database().pool.query("DELETE FROM lead");

  const broken = await start();
  await runUntil(broken, 1);
  expect(await counts(broken)).toMatchObject({ state: "running", done: 500 });
  await runUntil(broken, 2);
  await runImport(database(), accountId, broken);
  expect(await counts(broken)).toEqual(done);
  expect(await leads()).toEqual(expected);

  const again = await start();
  await runImport(database(), accountId, again);
  expect(await counts(again)).toMatchObject({ created: 0, updated: 0, unchanged: ROWS - 23, refused: 23 });
  expect(await leads()).toEqual(expected);
});

test("of two processes with the same import each row is done by one", async () => {
  const id = await start();
  const both = await Promise.allSettled([1, 2].map(() => runImport(database(), accountId, id)));
  const lost = both.filter((one) => one.status === "rejected").map(({ reason }) => reason);
  expect(lost.every((reason) => reason instanceof ImportElsewhere)).toBe(true);
  if (lost.length === 2) await runImport(database(), accountId, id);
  expect(await counts(id)).toMatchObject({ state: "done", done: ROWS, created: ROWS - 23, refused: 23 });
  expect(await leads()).toHaveLength(ROWS - 23);
});

test("when it is done the file is forgotten, and the rows that were refused are kept", async () => {
  const id = await start();
  await runImport(database(), accountId, id);
  const count = async (table: string) =>
    (await database().pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n as number;
  expect(await count("lead_import_part")).toBe(0);
  expect(await count("lead_import_lead")).toBeGreaterThan(0);
  expect(await count("lead_import_refused")).toBe(23);
});

test("tables that were counted when they were small are counted again as a file fills them", async () => {
  const { pool } = database();
  await pool.query("VACUUM (ANALYZE) lead, lead_phone");
  await runImport(database(), accountId, await start());
  const { rows } = await pool.query<{ name: string; counted: number }>(
    "SELECT relname AS name, reltuples::int AS counted FROM pg_class WHERE relname IN ('lead', 'lead_phone') ORDER BY 1",
  );
  for (const { name, counted } of rows) expect(counted, name).toBeGreaterThan(400);
});
