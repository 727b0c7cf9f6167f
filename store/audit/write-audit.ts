import { type Kysely, sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import type { AuditChange } from "../../directory/audit-entry.ts";
import type { Schema } from "../schema.ts";

/** Keeps what was changed and by whom, in the transaction that changes it. Gives the entries' keys in order. */
export async function writeAudit(
  db: Kysely<Schema>,
  accountId: string,
  actor: Actor,
  changes: readonly AuditChange[],
): Promise<string[]> {
  if (changes.length === 0) return [];
  const given = changes.map((change) => ({
    section: change.section,
    item_id: change.itemId,
    item_name: change.itemName,
    action: change.action,
    before: change.before,
    after: change.after,
    also: change.also ?? null,
    version: change.version,
    undoes: change.undoes ?? null,
  }));
  const { rows } = await sql<{ id: string }>`
    INSERT INTO audit_entry (account_id, actor_kind, actor_id, actor_name, section, item_id, item_name, action,
      before, after, also, version, undoes)
    SELECT ${accountId}, ${actor.kind}, ${actor.id}, ${actor.name}, section, item_id, item_name, action,
      nullif(before, 'null'), nullif(after, 'null'), nullif(also, 'null'), version, undoes
    FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (section text, item_id text, item_name text,
      action text, before jsonb, after jsonb, also jsonb, version text, undoes bigint)
    RETURNING id::text AS id`.execute(db);
  return rows.map(({ id }) => id);
}
