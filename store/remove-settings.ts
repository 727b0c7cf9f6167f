import type { Kysely } from "kysely";
import type { Actor } from "../access/actor.ts";
import { changeOf } from "../directory/audit-entry.ts";
import type { StoredAccount, Versioned } from "../directory/stored-settings.ts";
import { announceChange } from "./announce-change.ts";
import { handOver } from "./audit/hand-over.ts";
import { nameOf } from "./audit/name-item.ts";
import { writeAudit } from "./audit/write-audit.ts";
import { checkSuccessor, type TakeOver } from "./check-successor.ts";
import { alsoOf } from "./edit-settings.ts";
import type { Database } from "./open-database.ts";
import { findStored, type Refusal, type Section } from "./prepare-edit.ts";
import { readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";
import { moveDefault } from "./write-edit.ts";

export type Removal = {
  accountId: string;
  section: Exclude<Section, "account">;
  id: string;
  mayWriteOwners: boolean;
  actor: Actor;
  /** The version that was seen; null: whatever is there. */
  version?: string | null;
  /** Who gets a staff member's leads and numbers; undefined: nobody. */
  takeOver?: TakeOver | undefined;
  undoes?: string | undefined;
};

export type Removed =
  | { ok: true; unassigned: { leads: number; numbers: number }; entryId: string | null }
  | { ok: false; why: "stale" }
  | { ok: false; why: "inUse"; numbers: number }
  | Refusal;

/**
 * Removes one thing, notes it, and announces it. What pointed to a staff member goes to the one who takes
 * over, or to nobody, and is counted; a carrier that has numbers stays.
 */
export async function removeSettings(database: Database, removal: Removal): Promise<Removed> {
  return database.query.transaction().execute((transaction) => removeWithin(transaction, removal));
}

/** The same within a transaction that does more. */
export async function removeWithin(db: Kysely<Schema>, removal: Removal): Promise<Removed> {
  const { accountId, section, id, version } = removal;
  const stored = await readStoredAccount(db, { id: accountId }, { lock: true });
  const before = stored === null ? null : await findStored(db, stored, section, id);
  if (stored === null || before === null) return { ok: false, why: "notFound" };
  if (version != null && version !== before.version) return { ok: false, why: "stale" };
  const refusal = whyNot(stored, removal, before);
  if (refusal !== null) return refusal;
  const successor = checkSuccessor(stored, id, removal.takeOver ?? { staffId: null });
  if (!successor.ok) return successor;
  const also = section === "staff" ? await alsoOf(db, accountId, id, successor.takeOver) : null;
  const [entryId] = await writeAudit(db, accountId, removal.actor, [
    {
      section,
      itemId: id,
      itemName: nameOf(section, before.settings),
      action: "removed",
      ...changeOf(before.settings, null),
      version: null,
      also,
      undoes: removal.undoes ?? null,
    },
  ]);
  if (also !== null && entryId !== undefined) await handOver(db, accountId, entryId, id, also.to);
  if (section === "numbers")
    await moveDefault(db, stored, (before.settings as { number: string }).number, null);
  await db
    .deleteFrom(TABLES[section])
    .where("account_id", "=", accountId)
    .where("id", "=", id as never)
    .execute();
  await announceChange(db, accountId, { leadsOnly: section === "leads" });
  const unassigned = { leads: also?.leads ?? 0, numbers: also?.numbers.length ?? 0 };
  return { ok: true, unassigned, entryId: entryId ?? null };
}

const TABLES = {
  staff: "staff",
  numbers: "number",
  carriers: "carrier",
  webhooks: "webhook",
  leads: "lead",
} as const;

function whyNot(
  stored: StoredAccount,
  { section, id, mayWriteOwners }: Removal,
  before: Versioned<object>,
): Removed | null {
  if (section === "staff" && "role" in before.settings && before.settings.role === "owner" && !mayWriteOwners)
    return { ok: false, why: "ownersOnly" };
  if (section !== "carriers") return null;
  const numbers = stored.numbers.filter(({ settings }) => settings.carrier === id).length;
  return numbers > 0 ? { ok: false, why: "inUse", numbers } : null;
}
