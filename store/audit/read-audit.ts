import { type Kysely, type Selectable, sql } from "kysely";
import {
  type AuditChange,
  type AuditSection,
  auditFields,
  isUndoable,
  type PresentedAuditEntry,
} from "../../directory/audit-entry.ts";
import type { AuditEntryTable } from "../audit-tables.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** One entry with what undoing needs. */
export type AuditEntry = AuditChange & { id: string; at: Date; actorName: string; undoneBy: string | null };

export type AuditFilter = { section?: AuditSection | undefined; itemId?: string | undefined };

/** The entries of an account, the newest first; those before a key where one is given. */
export async function listAudit(
  db: Db,
  accountId: string,
  filter: AuditFilter,
  page: { limit: number; before: string | undefined },
): Promise<PresentedAuditEntry[]> {
  let entries = db
    .selectFrom("audit_entry")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("id", "desc")
    .limit(page.limit);
  if (page.before !== undefined) entries = entries.where("id", "<", sql.val(page.before));
  if (filter.section !== undefined) entries = entries.where("section", "=", filter.section);
  if (filter.itemId !== undefined) entries = entries.where("item_id", "=", filter.itemId);
  return (await entries.execute()).map(present);
}

/** One entry; null where the account has none with this key. */
export async function findAuditEntry(db: Db, accountId: string, id: string): Promise<AuditEntry | null> {
  const row = await db
    .selectFrom("audit_entry")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("id", "=", sql.val(id))
    .executeTakeFirst();
  return row === undefined ? null : entryOf(row);
}

/** The last that was done to one thing, and the last before which nothing was undone again. */
export async function readLastChanges(
  db: Db,
  accountId: string,
  section: AuditSection,
  itemId: string,
): Promise<{ last: AuditEntry | null; lastStanding: AuditEntry | null }> {
  const rows = await db
    .selectFrom("audit_entry")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("section", "=", section)
    .where("item_id", "=", itemId)
    .orderBy("id", "desc")
    .limit(100)
    .execute();
  const entries = rows.map(entryOf);
  // An undoing and what it undid cancel each other.
  const standing = entries.find(({ undoneBy, undoes }) => undoneBy === null && undoes == null);
  return { last: entries[0] ?? null, lastStanding: standing ?? null };
}

export function entryOf(row: Selectable<AuditEntryTable>): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    actorName: row.actor_name,
    section: row.section,
    itemId: row.item_id,
    itemName: row.item_name,
    action: row.action,
    before: row.before,
    after: row.after,
    also: row.also,
    version: row.version,
    undoes: row.undoes,
    undoneBy: row.undone_by,
  };
}

function present(row: Selectable<AuditEntryTable>): PresentedAuditEntry {
  const entry = entryOf(row);
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: { kind: row.actor_kind, name: row.actor_name },
    section: entry.section,
    itemId: entry.itemId,
    itemName: entry.itemName,
    action: entry.action,
    fields: auditFields(entry),
    undoable: entry.undoneBy === null && isUndoable(entry),
    undoneBy: entry.undoneBy,
    undoes: entry.undoes ?? null,
  };
}
