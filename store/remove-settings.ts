import type { Kysely } from "kysely";
import { announceChange } from "./announce-change.ts";
import { moveDefault, type Section } from "./edit-settings.ts";
import type { Database } from "./open-database.ts";
import { readCarriers, readNumbers, readStaff } from "./read-settings.ts";
import type { Schema } from "./schema.ts";

export type Removal = {
  accountId: string;
  section: Exclude<Section, "account">;
  id: string;
  mayWriteOwners: boolean;
};

export type Removed =
  | { ok: true; unassigned: { leads: number; numbers: number } }
  | { ok: false; why: "notFound" | "ownersOnly" }
  | { ok: false; why: "inUse"; numbers: number };

const NONE = { leads: 0, numbers: 0 };

/**
 * Removes one thing and announces it. What pointed to a staff member points to nobody then, and is
 * counted; a carrier that has numbers stays.
 */
export async function removeSettings(database: Database, removal: Removal): Promise<Removed> {
  return database.query.transaction().execute(async (transaction) => {
    const { accountId, section } = removal;
    await transaction
      .selectFrom("account")
      .select("id")
      .where("id", "=", accountId)
      .forNoKeyUpdate()
      .execute();
    const removed = await REMOVERS[section](transaction, removal);
    if (removed.ok) await announceChange(transaction, accountId, { leadsOnly: section === "leads" });
    return removed;
  });
}

type Remover = (db: Kysely<Schema>, removal: Removal) => Promise<Removed>;
const notFound: Removed = { ok: false, why: "notFound" };

const removeStaff: Remover = async (db, { accountId, id, mayWriteOwners }) => {
  const [person] = await readStaff(db, accountId, { id });
  if (person === undefined) return notFound;
  if (person.settings.role === "owner" && !mayWriteOwners) return { ok: false, why: "ownersOnly" };
  const count = async (table: "lead" | "number") => {
    const { count } = await db
      .selectFrom(table)
      .select((at) => at.fn.countAll<string>().as("count"))
      .where("account_id", "=", accountId)
      .where("user_id", "=", id)
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  const unassigned = { leads: await count("lead"), numbers: await count("number") };
  await remove(db, "staff", accountId, id);
  return { ok: true, unassigned };
};

const removeNumber: Remover = async (db, { accountId, id }) => {
  const [number] = await readNumbers(db, accountId, { id });
  if (number === undefined) return notFound;
  await moveDefault(db, { id: accountId }, number.settings.number, null);
  await remove(db, "number", accountId, id);
  return { ok: true, unassigned: NONE };
};

const removeCarrier: Remover = async (db, { accountId, id }) => {
  const [carrier] = await readCarriers(db, accountId, { id });
  if (carrier === undefined) return notFound;
  const numbers = await readNumbers(db, accountId);
  const using = numbers.filter(({ settings }) => settings.carrier === id).length;
  if (using > 0) return { ok: false, why: "inUse", numbers: using };
  await remove(db, "carrier", accountId, id);
  return { ok: true, unassigned: NONE };
};

const removeLead: Remover = async (db, { accountId, id }) =>
  (await remove(db, "lead", accountId, id)) ? { ok: true, unassigned: NONE } : notFound;

const REMOVERS: Record<Removal["section"], Remover> = {
  staff: removeStaff,
  numbers: removeNumber,
  carriers: removeCarrier,
  leads: removeLead,
};

async function remove(
  db: Kysely<Schema>,
  table: "staff" | "number" | "carrier" | "lead",
  accountId: string,
  id: string,
): Promise<boolean> {
  const result = await db
    .deleteFrom(table)
    .where("account_id", "=", accountId)
    .where("id", "=", id as never)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
