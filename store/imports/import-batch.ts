import { type Kysely, sql } from "kysely";
import { mergeRow, type ReadRow, type RowLead } from "../../directory/csv/read-lead-row.ts";
import { isEqual, matchLeads } from "../../directory/match-leads.ts";
import type { LeadSettings } from "../../directory/settings-schema.ts";
import type { Database } from "../open-database.ts";
import { readLeadsSharing } from "../read-leads.ts";
import type { Schema } from "../schema.ts";
import { writeLeads } from "../write-leads.ts";
import type { IfThere } from "./keep-imports.ts";

/** One row of the file, numbered from 0, as it was read. */
export type NumberedRow = { row: number; cells: string[]; read: ReadRow };
export type BatchOf = { accountId: string; importId: string; ifThere: IfThere; firstRow: number };

/** Thrown where another process is doing the same import, and is further. */
export class ImportElsewhere extends Error {
  override name = "ImportElsewhere";
}

type Db = Kysely<Schema>;
type Counts = { created: number; updated: number; unchanged: number; refused: number };

/** As many phones as a lead may have, as the settings' schema has it. */
const MAX_PHONES = 20;

/** Writes some rows: leads, refusals and how far the import is, all in one transaction. */
export async function importBatch(
  { query }: Database,
  batch: BatchOf,
  rows: readonly NumberedRow[],
): Promise<void> {
  await query.transaction().execute(async (db) => {
    await claimBatch(db, batch);
    const counts = await writeRows(db, batch, rows);
    await sql`UPDATE lead_import SET done = done + ${rows.length}, created = created + ${counts.created},
      updated = updated + ${counts.updated}, unchanged = unchanged + ${counts.unchanged},
      refused = refused + ${counts.refused}, touched_at = statement_timestamp()
      WHERE account_id = ${batch.accountId} AND id = ${batch.importId}`.execute(db);
  });
}

/** Whoever edits the account waits, and so does whoever does the same import; only one of these goes on. */
async function claimBatch(db: Db, { accountId, importId, firstRow }: BatchOf): Promise<void> {
  await db.selectFrom("account").select("id").where("id", "=", accountId).forNoKeyUpdate().execute();
  const { rows } = await sql<{ done: number }>`SELECT done FROM lead_import
    WHERE account_id = ${accountId} AND id = ${importId} AND state = 'running' FOR UPDATE`.execute(db);
  if (rows[0]?.done !== firstRow) throw new ImportElsewhere(`import ${importId} is done elsewhere`);
}

type Entry = { lead: RowLead; rows: NumberedRow[] };

async function writeRows(db: Db, batch: BatchOf, rows: readonly NumberedRow[]): Promise<Counts> {
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  const refused: { row: number; cells: string[]; reason: string }[] = [];
  for (const { row, cells, read } of rows) if (!read.ok) refused.push({ row, cells, reason: read.reason });
  const entries = foldTwins(rows);
  const phones = entries.flatMap(({ lead }) => lead.phones);
  const stored = await readLeadsSharing(db, batch.accountId, phones);
  const taken = await readTaken(
    db,
    batch,
    stored.map(({ id }) => id),
  );
  const matches = matchLeads(
    entries.map(({ lead }) => mergeRow(null, lead)),
    stored,
    taken,
  );
  const writings: { id: string | null; settings: LeadSettings }[] = [];
  const meant: string[] = [];
  entries.forEach(({ lead, rows: same }, index) => {
    const match = matches[index] ?? null;
    const settings = mergeRow(match?.settings ?? null, lead);
    // The second row of the same person says nothing new.
    counts.unchanged += same.length - 1;
    if (match !== null) meant.push(match.id);
    if (settings.phones.length > MAX_PHONES) {
      const reason = `the lead would have ${settings.phones.length} phones: expected at most ${MAX_PHONES}`;
      for (const { row, cells } of same) refused.push({ row, cells, reason });
      counts.unchanged -= same.length - 1;
    } else if (match === null) {
      counts.created += 1;
      writings.push({ id: null, settings });
    } else if (batch.ifThere === "skip" || isEqual(match.settings, settings)) counts.unchanged += 1;
    else {
      counts.updated += 1;
      writings.push({ id: match.id, settings });
    }
  });
  const written = await writeLeads(db, batch.accountId, writings);
  await noteTaken(db, batch, [...meant, ...written]);
  await noteRefused(db, batch, refused);
  return { ...counts, refused: refused.length };
}

/** Rows of one name that share a phone are one person. */
function foldTwins(rows: readonly NumberedRow[]): Entry[] {
  const entries: Entry[] = [];
  const byKey = new Map<string, Entry>();
  for (const row of rows) {
    if (!row.read.ok) continue;
    const { lead } = row.read;
    const keys = lead.phones.map((phone) => `${phone} ${lead.name}`);
    const twin = keys.map((key) => byKey.get(key)).find((entry) => entry !== undefined);
    const entry: Entry = twin ?? { lead, rows: [] };
    entry.rows.push(row);
    if (twin === undefined) entries.push(entry);
    else {
      entry.lead = {
        name: lead.name,
        phones: [...new Set([...entry.lead.phones, ...lead.phones])],
        assignedTo: lead.assignedTo ?? entry.lead.assignedTo,
        blocked: lead.blocked ?? entry.lead.blocked,
        consent: lead.consent ?? entry.lead.consent,
      };
    }
    for (const key of keys) byKey.set(key, entry);
  }
  return entries;
}

async function readTaken(
  db: Db,
  { accountId, importId }: BatchOf,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`SELECT lead_id::text AS id FROM lead_import_lead
    WHERE account_id = ${accountId} AND import_id = ${importId} AND lead_id = ANY (${ids}::bigint[])`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

async function noteTaken(db: Db, { accountId, importId }: BatchOf, ids: readonly string[]): Promise<void> {
  await sql`INSERT INTO lead_import_lead (account_id, import_id, lead_id)
    SELECT ${accountId}, ${importId}, id FROM unnest(${ids}::bigint[]) AS id ON CONFLICT DO NOTHING`.execute(
    db,
  );
}

async function noteRefused(
  db: Db,
  { accountId, importId }: BatchOf,
  refused: readonly { row: number; cells: string[]; reason: string }[],
): Promise<void> {
  if (refused.length === 0) return;
  // A text in the database can't hold this sign; that it stood there is why the row was refused.
  const given = JSON.stringify(refused).replaceAll("\\u0000", "\\ufffd");
  await sql`INSERT INTO lead_import_refused (account_id, import_id, row, cells, reason)
    SELECT ${accountId}, ${importId}, given.* FROM jsonb_to_recordset(${given}::jsonb)
      AS given (row int, cells jsonb, reason text)`.execute(db);
}
