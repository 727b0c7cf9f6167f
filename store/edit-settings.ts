import type { Kysely } from "kysely";
import type { Actor } from "../access/actor.ts";
import { type AuditAlso, changeOf } from "../directory/audit-entry.ts";
import { compareFields } from "../directory/compare-settings.ts";
import type { StoredAccount } from "../directory/stored-settings.ts";
import { announceChange } from "./announce-change.ts";
import { countBelongings, handOver } from "./audit/hand-over.ts";
import { nameOf } from "./audit/name-item.ts";
import { writeAudit } from "./audit/write-audit.ts";
import { checkSuccessor, type TakeOver } from "./check-successor.ts";
import type { Database } from "./open-database.ts";
import {
  findStored,
  type Intention,
  KEY_FIELDS,
  type Prepared,
  prepareEdit,
  type Refusal,
} from "./prepare-edit.ts";
import { readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";
import { writeEdit } from "./write-edit.ts";

export type { Section } from "./prepare-edit.ts";

/** One change of one thing, by somebody. */
export type Edit = Intention & {
  accountId: string;
  actor: Actor;
  /** The version that was seen; another one there now is stale. Null: whatever is there. */
  version?: string | null;
  /** Who gets a staff member's leads and numbers with it; undefined: they stay. */
  takeOver?: TakeOver | undefined;
  /** The key that a thing had which is put back. */
  restoredId?: string | undefined;
  /** The entry of the audit log that this change undoes. */
  undoes?: string | undefined;
};

export type Edited =
  | { ok: true; id: string; changed: boolean; entryId: string | null }
  | { ok: false; why: "stale" }
  | Refusal;

/** PostgreSQL's code for a value that has to be unique and isn't (manual, appendix A). */
const UNIQUE_VIOLATION = "23505";

/** Creates or changes one thing, checked as a settings file is, notes it, and announces it. */
export async function editSettings(database: Database, edit: Edit): Promise<Edited> {
  try {
    return await database.query.transaction().execute((transaction) => editWithin(transaction, edit));
  } catch (error) {
    // Somebody else took the name between our look and our write.
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) {
      const field = KEY_FIELDS[edit.section];
      return { ok: false, why: "conflict", problem: { path: [field], message: "is taken already" } };
    }
    throw error;
  }
}

/** The same within a transaction that does more. */
export async function editWithin(db: Kysely<Schema>, edit: Edit): Promise<Edited> {
  const { accountId, section } = edit;
  const stored = await readStoredAccount(db, { id: accountId }, { lock: true });
  if (stored === null) return { ok: false, why: "notFound" };
  const prepared = await prepareEdit(db, stored, edit);
  if (!prepared.ok && prepared.why === "notFound") return prepared;
  if (await isStale(db, stored, edit, prepared)) return { ok: false, why: "stale" };
  if (!prepared.ok) return prepared;
  const successor = checkSuccessor(stored, edit.id, edit.takeOver);
  if (!successor.ok) return successor;
  const { before, after } = prepared;
  const also = edit.id === null ? null : await alsoOf(db, accountId, edit.id, successor.takeOver);
  if (before !== null && compareFields(before.settings, after).length === 0 && also === null)
    return { ok: true, id: before.id, changed: false, entryId: null };
  const written = await writeEdit(db, stored, section, {
    id: before?.id ?? null,
    restoredId: edit.restoredId,
    after,
  });
  const [entryId] = await writeAudit(db, accountId, edit.actor, [
    {
      section,
      itemId: written.id,
      itemName: nameOf(section, after),
      action: before === null ? "created" : "changed",
      ...changeOf(before?.settings ?? null, after),
      version: written.version,
      also,
      undoes: edit.undoes ?? null,
    },
  ]);
  if (also !== null && entryId !== undefined) await handOver(db, accountId, entryId, written.id, also.to);
  await announceChange(db, accountId, { leadsOnly: section === "leads" });
  return { ok: true, id: written.id, changed: true, entryId: entryId ?? null };
}

async function isStale(
  db: Kysely<Schema>,
  stored: StoredAccount,
  { section, id, version }: Edit,
  prepared: Prepared | Refusal,
): Promise<boolean> {
  if (id === null || version == null) return false;
  // What is refused for another reason is stale first: the reason may lie in what was changed since.
  const before = prepared.ok ? prepared.before : await findStored(db, stored, section, id);
  return before !== null && before.version !== version;
}

/** What would be handed over; null for nothing. */
export async function alsoOf(
  db: Kysely<Schema>,
  accountId: string,
  staffId: string,
  takeOver: { to: string | null; toName: string | null } | undefined,
): Promise<AuditAlso | null> {
  if (takeOver === undefined) return null;
  const belongings = await countBelongings(db, accountId, staffId);
  if (belongings.leads === 0 && belongings.numbers.length === 0) return null;
  return { ...belongings, ...takeOver };
}
