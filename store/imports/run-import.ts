import type { Kysely } from "kysely";
import { readCsv } from "../../directory/csv/read-csv.ts";
import { rowReader } from "../../directory/csv/read-lead-row.ts";
import { analyzeGrown } from "../analyze-grown.ts";
import { announceChange } from "../announce-change.ts";
import { leadsApplied } from "../audit/note-applied.ts";
import { writeAudit } from "../audit/write-audit.ts";
import type { Database } from "../open-database.ts";
import { readStoredAccount } from "../read-settings.ts";
import type { Schema } from "../schema.ts";
import { type BatchOf, importBatch, type NumberedRow } from "./import-batch.ts";
import { findImport, type LeadImport, readParts } from "./keep-imports.ts";

/** Rows in one transaction: so many that it is quick, so few that nobody waits for it. */
const BATCH = 500;

/**
 * Imports a file from where it is, whatever happened to an earlier try. Stops between two batches when told
 * to, or where another process does the same (throws ImportElsewhere).
 */
export async function runImport(
  database: Database,
  accountId: string,
  importId: string,
  options: { signal?: AbortSignal; onProgress?: (done: number, rows: number) => void } = {},
): Promise<void> {
  const { query } = database;
  const work = await findImport(query, accountId, importId);
  const stored = await readStoredAccount(query, { id: accountId });
  if (work?.state !== "running" || stored === null) return;
  const { form, head, mapping, if_there: ifThere } = work;
  if (form === null || head === null || mapping === null || ifThere === null) return;
  const staff = stored.staff.map(({ settings }) => settings);
  const read = rowReader({ columns: head.columns, mapping, rules: stored.account, staff });
  let rows: NumberedRow[] = [];
  let row = head.hasHeading ? -1 : 0;
  const batch: BatchOf = { accountId, importId, ifThere, firstRow: work.done };
  const flush = async () => {
    options.signal?.throwIfAborted();
    await importBatch(database, batch, rows);
    await analyzeGrown(database, ["lead", "lead_phone", "lead_import_lead"]);
    batch.firstRow += rows.length;
    options.onProgress?.(batch.firstRow, work.rows);
    rows = [];
  };
  for await (const cells of readCsv(readParts(query, accountId, importId), form)) {
    if (row >= work.done) rows.push({ row, cells, read: read(cells) });
    row += 1;
    if (rows.length === BATCH) await flush();
  }
  if (rows.length > 0) await flush();
  await query.transaction().execute((db) => finish(db, accountId, importId));
}

/** Notes what the whole import did, and forgets the file; which leads it meant stays, for campaigns. */
async function finish(db: Kysely<Schema>, accountId: string, importId: string): Promise<void> {
  const done = await db
    .updateTable("lead_import")
    .set((at) => ({ state: "done", rows: at.ref("done") }))
    .where("account_id", "=", accountId)
    .where("id", "=", importId as never)
    .where("state", "=", "running")
    .returningAll()
    .executeTakeFirst();
  if (done === undefined) return;
  await db
    .deleteFrom("lead_import_part")
    .where("account_id", "=", accountId)
    .where("import_id", "=", importId)
    .execute();
  await noteImport(db, done);
}

async function noteImport(db: Kysely<Schema>, done: LeadImport): Promise<void> {
  const { created, updated: changed, unchanged, file_name: name, account_id: accountId } = done;
  if (created + changed === 0) return;
  await writeAudit(db, accountId, done.actor, [leadsApplied(name, { created, changed, unchanged })]);
  await announceChange(db, accountId, { leadsOnly: true });
}
