import { type Kysely, type Selectable, sql, type Updateable } from "kysely";
import type { Actor } from "../../access/actor.ts";
import type { CsvForm } from "../../directory/csv/csv-form.ts";
import type { CsvHead, LeadColumns } from "../../directory/csv/lead-columns.ts";
import type { ImportState, LeadImportTable, Schema } from "../schema.ts";

type Db = Kysely<Schema>;

export const IMPORT_STATES: ImportState[] = ["uploading", "ready", "running", "done", "failed"];
export type IfThere = "update" | "skip";
export type LeadImport = Selectable<LeadImportTable>;

/** Begins an import whose file is about to come; gives its key. */
export async function beginImport(
  db: Db,
  accountId: string,
  fileName: string,
  actor: Actor,
): Promise<string> {
  const row = await db
    .insertInto("lead_import")
    .values({ account_id: accountId, file_name: fileName, actor: JSON.stringify(actor), state: "uploading" })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The imports of an account that are done, the newest first. */
export async function listImports(
  db: Db,
  accountId: string,
  limit: number,
): Promise<Pick<LeadImport, "id" | "file_name" | "rows" | "created_at">[]> {
  return db
    .selectFrom("lead_import")
    .select(["id", "file_name", "rows", "created_at"])
    .where("account_id", "=", accountId)
    .where("state", "=", "done")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Keeps one part of the file. */
export async function keepPart(db: Db, accountId: string, id: string, position: number, bytes: Uint8Array) {
  await db
    .insertInto("lead_import_part")
    .values({ account_id: accountId, import_id: id, position, bytes: Buffer.from(bytes) })
    .execute();
}

/** The file, part by part. */
export async function* readParts(db: Db, accountId: string, id: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const row = await db
      .selectFrom("lead_import_part")
      .select("bytes")
      .where("account_id", "=", accountId)
      .where("import_id", "=", id)
      .where("position", "=", position)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.bytes;
  }
}

/** Notes how the file is written, and that people may say now what its columns hold. */
export async function readyImport(db: Db, accountId: string, id: string, form: CsvForm, head: CsvHead) {
  await change(db, accountId, id, {
    state: "ready",
    form: JSON.stringify(form),
    head: JSON.stringify(head),
    rows: Math.max(form.lines - (head.hasHeading ? 1 : 0), 0),
  });
}

/** Notes what the columns hold, and that the import runs from now on; false where it does already. */
export async function startImport(
  db: Db,
  accountId: string,
  id: string,
  mapping: LeadColumns,
  ifThere: IfThere,
): Promise<boolean> {
  const started = await db
    .updateTable("lead_import")
    .set({ state: "running", mapping: JSON.stringify(mapping), if_there: ifThere, error: null })
    .set({ touched_at: sql`statement_timestamp()` })
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .where("state", "in", ["ready", "failed"])
    .executeTakeFirst();
  return started.numUpdatedRows > 0n;
}

export async function failImport(db: Db, accountId: string, id: string, error: string): Promise<void> {
  await change(db, accountId, id, { state: "failed", error });
}

/** An upload that broke off leaves nothing. */
export async function dropImport(db: Db, accountId: string, id: string): Promise<void> {
  await db
    .deleteFrom("lead_import")
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .execute();
}

async function change(
  db: Db,
  accountId: string,
  id: string,
  values: Updateable<LeadImportTable>,
): Promise<void> {
  await db
    .updateTable("lead_import")
    .set({ ...values, touched_at: sql`statement_timestamp()` })
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .execute();
}

export async function findImport(db: Db, accountId: string, id: string): Promise<LeadImport | null> {
  const row = await db
    .selectFrom("lead_import")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .executeTakeFirst();
  return row ?? null;
}

/** The rows that were refused, in the file's order, so many at a time. */
export async function* readRefused(
  db: Db,
  accountId: string,
  id: string,
): AsyncGenerator<{ row: number; cells: string[]; reason: string }[]> {
  let last = -1;
  for (;;) {
    const rows = await db
      .selectFrom("lead_import_refused")
      .select(["row", "cells", "reason"])
      .where("account_id", "=", accountId)
      .where("import_id", "=", id)
      .where("row", ">", last)
      .orderBy("row")
      .limit(1_000)
      .execute();
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)?.row ?? last;
  }
}
