import { sql } from "kysely";
import type { Database } from "../open-database.ts";
import { noteCallback } from "./note-callback.ts";
import { planEscalation } from "./plan-escalation.ts";

/** What somebody does about a callback. `owner`: a staff member's key; null: nobody. */
export type CallbackChange = {
  state?: "open" | "done" | undefined;
  note?: string | null | undefined;
  owner?: string | null | undefined;
};

export type ChangedCallback = "changed" | "notFound" | "noStaff" | "openElsewhere";

/** PostgreSQL's code for a value that has to be unique and isn't (manual, appendix A). */
const UNIQUE_VIOLATION = "23505";

/** Changes an entry, keeping who did what. What is so already is no change. */
export async function changeCallback(
  { query }: Database,
  key: { accountId: string; id: string },
  change: CallbackChange,
  by: { actor: string; now: number },
): Promise<ChangedCallback> {
  try {
    return await query.transaction().execute((db) => changeWithin(db, key, change, by));
  } catch (error) {
    // Reopened, while their next call has opened another entry.
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) return "openElsewhere";
    throw error;
  }
}

async function changeWithin(
  db: Database["query"],
  key: { accountId: string; id: string },
  { state, note, owner }: CallbackChange,
  { actor, now }: { actor: string; now: number },
): Promise<ChangedCallback> {
  const row = await db
    .selectFrom("callback")
    .select(["state", "owner_id as ownerId", "number", "note"])
    .where("account_id", "=", key.accountId)
    .where("id", "=", key.id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return "notFound";
  const at = new Date(now);
  const set = (fields: object) =>
    db
      .updateTable("callback")
      .set({ ...fields, changed_at: at })
      .where("account_id", "=", key.accountId)
      .where("id", "=", key.id)
      .execute();
  const about = { actor, ownerId: row.ownerId, now };
  const again = () => planEscalation(db, { accountId: key.accountId, number: row.number }, now);
  if (note !== undefined && note !== row.note) await set({ note });
  if (owner !== undefined && owner !== row.ownerId) {
    const name = owner === null ? "nobody" : await findName(db, key.accountId, owner);
    if (name === null) return "noStaff";
    await set({ owner_id: owner, ...(row.state === "open" ? { escalate_at: await again() } : {}) });
    await noteCallback(db, key, {
      ...about,
      kind: "assigned",
      ownerId: owner,
      text: `${actor} gave it to ${name}.`,
    });
  }
  if (state === "done" && row.state === "open") {
    await set({ state, closed_at: at, closed_by: actor, closed_why: "byHand", escalate_at: null });
    await noteCallback(db, key, { ...about, kind: "done", text: `${actor} said that it is done.` });
  }
  if (state === "open" && row.state === "done") {
    const fields = { state, closed_at: null, closed_by: null, closed_why: null, escalate_at: await again() };
    await set(fields);
    await noteCallback(db, key, { ...about, kind: "reopened", text: `${actor} opened it again.` });
  }
  return "changed";
}

async function findName(db: Database["query"], accountId: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM staff
    WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint AND active`.execute(db);
  return rows[0]?.name ?? null;
}
