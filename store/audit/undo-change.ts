import { type Kysely, sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import { fieldsBefore, isUndoable } from "../../directory/audit-entry.ts";
import type { StoredAccount } from "../../directory/stored-settings.ts";
import { announceChange } from "../announce-change.ts";
import { type Edited, editWithin } from "../edit-settings.ts";
import type { Database } from "../open-database.ts";
import { findStored } from "../prepare-edit.ts";
import { readStoredAccount } from "../read-settings.ts";
import { type Removed, removeWithin } from "../remove-settings.ts";
import type { Schema } from "../schema.ts";
import { blockWithin, findBlockedCaller, unblockWithin } from "../unwanted/change-blocked.ts";
import { giveBack } from "./hand-over.ts";
import { type AuditEntry, findAuditEntry, readLastChanges } from "./read-audit.ts";
import { writeAudit } from "./write-audit.ts";

export type Undoing = { accountId: string; entryId: string; actor: Actor; mayWriteOwners: boolean };

export type Undone =
  | { ok: true; entryId: string }
  | { ok: false; why: "notUndoable"; message: string }
  /** `by`: who changed it since, where that is known. */
  | { ok: false; why: "changedSince"; by: string | null; at: Date | null }
  | Exclude<Edited, { ok: true }>
  | Exclude<Removed, { ok: true }>;

type Db = Kysely<Schema>;

const CAMPAIGN =
  "a campaign is paused or canceled, not undone: whom it has reached it has reached; leads that it has assigned are handed over under Leads";

/** Thrown to leave the transaction with nothing done. */
class Refused extends Error {
  readonly undone: Undone;
  constructor(undone: Undone) {
    super("refused");
    this.undone = undone;
  }
}

/** Undoes one change by another, which is noted in its turn; refuses where the thing was changed since. */
export async function undoChange(database: Database, undoing: Undoing): Promise<Undone> {
  try {
    return await database.query.transaction().execute(async (transaction) => {
      const undone = await undoWithin(transaction, undoing);
      if (!undone.ok) throw new Refused(undone);
      return undone;
    });
  } catch (error) {
    if (error instanceof Refused) return error.undone;
    throw error;
  }
}

async function undoWithin(db: Db, undoing: Undoing): Promise<Undone> {
  const { accountId, entryId } = undoing;
  const stored = await readStoredAccount(db, { id: accountId }, { lock: true });
  const entry = stored === null ? null : await findAuditEntry(db, accountId, entryId);
  if (stored === null || entry === null) return { ok: false, why: "notFound" };
  if (entry.undoneBy !== null) return { ok: false, why: "notUndoable", message: "this was undone already" };
  if (!isUndoable(entry)) {
    const message =
      entry.section === "campaigns"
        ? CAMPAIGN
        : entry.section === "optOuts"
          ? "who wants no texts is changed under Settings > Phone"
          : entry.action === "applied"
            ? "many leads changed at once by a file are not undone: import the file they came from before"
            : "this changed a secret, which is not kept: enter it again instead";
    return { ok: false, why: "notUndoable", message };
  }
  const since = entry.itemId === null ? null : await whoChangedSince(db, stored, entry, entry.itemId);
  if (since !== null) return { ok: false, why: "changedSince", ...since };
  const undone = await reverse(db, undoing, entry, stored);
  if (!undone.ok) return undone;
  await markUndone(db, accountId, entry, undone.entryId);
  return undone;
}

/** Null where the thing is as this entry left it. */
async function whoChangedSince(
  db: Db,
  stored: StoredAccount,
  entry: AuditEntry,
  itemId: string,
): Promise<{ by: string | null; at: Date | null } | null> {
  const now = await findNow(db, stored, entry, itemId);
  const { last, lastStanding } = await readLastChanges(db, stored.id, entry.section, itemId);
  const version = now?.version ?? null;
  const known = last !== null && last.version === version;
  // What came after it may all have been undone again: then the thing is as this entry left it.
  const isLast = lastStanding?.id === entry.id || last?.id === entry.id;
  if (known && isLast) return null;
  const other = known && last.id !== entry.id ? (lastStanding ?? last) : null;
  return { by: other?.actorName ?? null, at: other?.at ?? null };
}

async function findNow(db: Db, stored: StoredAccount, { section }: AuditEntry, itemId: string) {
  if (section === "campaigns" || section === "optOuts") return null;
  return section === "blockedCallers"
    ? findBlockedCaller(db, stored.id, itemId)
    : findStored(db, stored, section, itemId);
}

async function reverse(db: Db, undoing: Undoing, entry: AuditEntry, stored: StoredAccount): Promise<Undone> {
  const { accountId, actor, mayWriteOwners } = undoing;
  const { section, itemId, also } = entry;
  const common = { accountId, actor, mayWriteOwners, undoes: entry.id };
  if (itemId === null) return reverseMany(db, undoing, entry);
  if (section === "campaigns") return { ok: false, why: "notUndoable", message: CAMPAIGN };
  if (section === "optOuts") return { ok: false, why: "notFound" };
  if (section === "blockedCallers") return reverseBlocked(db, undoing, entry, itemId);
  if (entry.action === "created") {
    if (section === "account")
      return { ok: false, why: "notUndoable", message: "an account is not removed by undoing" };
    const removed = await removeWithin(db, { ...common, section, id: itemId });
    return removed.ok ? { ok: true, entryId: removed.entryId ?? "" } : removed;
  }
  const restoring = entry.action === "removed";
  const edited = await editWithin(db, {
    ...common,
    section,
    id: restoring ? null : itemId,
    fields: fieldsBefore(entry, section === "account" ? stored.account : null),
    restoredId: restoring ? itemId : undefined,
  });
  if (!edited.ok) return edited;
  if (also != null) {
    await giveBack(db, accountId, entry.id, also, itemId);
    // Numbers too: where nothing but they go back, nobody has announced it yet.
    await announceChange(db, accountId, { leadsOnly: false });
  }
  return { ok: true, entryId: edited.entryId ?? (await noteGivingBack(db, undoing, entry)) };
}

async function reverseBlocked(
  db: Db,
  { accountId, actor }: Undoing,
  entry: AuditEntry,
  caller: string,
): Promise<Undone> {
  const asked = { accountId, actor, undoes: entry.id };
  if (entry.action === "created") {
    const entryId = await unblockWithin(db, asked, caller);
    return entryId === null ? { ok: false, why: "notFound" } : { ok: true, entryId };
  }
  const note = (entry.before?.note ?? null) as string | null;
  const blocked = await blockWithin(db, asked, { caller, note });
  if (blocked.ok) return { ok: true, entryId: blocked.entryId ?? "" };
  return { ok: false, why: "notUndoable", message: "the block list is full" };
}

async function reverseMany(db: Db, undoing: Undoing, entry: AuditEntry): Promise<Undone> {
  if (entry.also == null)
    return { ok: false, why: "notUndoable", message: "nothing is kept of what was before" };
  await giveBack(db, undoing.accountId, entry.id, entry.also, null);
  await announceChange(db, undoing.accountId, { leadsOnly: true });
  return { ok: true, entryId: await noteGivingBack(db, undoing, entry) };
}

/** Where only leads and numbers go back, the entry says so by what it undoes. */
async function noteGivingBack(db: Db, { accountId, actor }: Undoing, entry: AuditEntry): Promise<string> {
  const { section, itemId, itemName, version } = entry;
  const [id] = await writeAudit(db, accountId, actor, [
    {
      section,
      itemId,
      itemName,
      action: "changed",
      before: entry.after,
      after: entry.before,
      version,
      undoes: entry.id,
    },
  ]);
  return id ?? "";
}

/** An undoing that is undone makes its entry stand again. */
async function markUndone(db: Db, accountId: string, entry: AuditEntry, by: string): Promise<void> {
  await sql`UPDATE audit_entry SET undone_by = ${by}
    WHERE account_id = ${accountId} AND id = ${entry.id}`.execute(db);
  if (entry.undoes == null) return;
  await sql`UPDATE audit_entry SET undone_by = NULL
    WHERE account_id = ${accountId} AND id = ${entry.undoes}`.execute(db);
}
