import { type Kysely, sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import { writeAudit } from "../audit/write-audit.ts";
import type { Database } from "../open-database.ts";
import type { Schema } from "../schema.ts";
import { keepOptOut, liftOptOut } from "./keep-opt-outs.ts";

type Asked = { accountId: string; actor: Actor };

/** Somebody of the business says that a phone wants no texts; noted in the audit log where it was not known. */
export async function addOptOut(
  { query }: Pick<Database, "query">,
  asked: Asked,
  { phone, reason, now }: { phone: string; reason: string | null; now: number },
): Promise<void> {
  await query.transaction().execute(async (db) => {
    const optOut = { phone, since: new Date(now), source: "person", said: reason } as const;
    if (await keepOptOut(db, asked.accountId, optOut)) await note(db, asked, phone, "created", { reason });
  });
}

/** Somebody of the business says that a phone may be texted again; false where it was not on the list. */
export async function removeOptOut(
  { query }: Pick<Database, "query">,
  asked: Asked,
  { phone, reason }: { phone: string; reason: string | null },
): Promise<boolean> {
  return query.transaction().execute(async (db) => {
    if (!(await liftOptOut(db, asked.accountId, phone))) return false;
    await note(db, asked, phone, "removed", { reason });
    return true;
  });
}

/** Adds many phones at once, as one entry of the audit log; gives how many were not known. */
export async function importOptOuts(
  { query }: Pick<Database, "query">,
  asked: Asked,
  rows: readonly { phone: string; reason: string | null }[],
  now: number,
): Promise<number> {
  return query.transaction().execute(async (db) => {
    const { rows: added } = await sql<{ phone: string }>`
      INSERT INTO opt_out (account_id, phone, since, source, said)
      SELECT ${asked.accountId}::bigint, phone, ${new Date(now)}, 'person', reason
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (phone text, reason text)
      ON CONFLICT (account_id, phone) DO NOTHING RETURNING phone`.execute(db);
    if (added.length > 0) await note(db, asked, null, "applied", { phones: added.length });
    return added.length;
  });
}

/** It can't be undone there: who wants no texts is changed on the list itself, with a reason. */
async function note(
  db: Kysely<Schema>,
  { accountId, actor }: Asked,
  phone: string | null,
  action: "created" | "removed" | "applied",
  what: Record<string, unknown>,
): Promise<void> {
  const removed = action === "removed";
  await writeAudit(db, accountId, actor, [
    {
      section: "optOuts",
      itemId: phone,
      itemName: phone ?? "a file",
      action,
      before: removed ? what : null,
      after: removed ? null : what,
      version: null,
    },
  ]);
}
