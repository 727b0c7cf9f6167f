import { type Kysely, sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import { type AuditChange, type AuditSection, changeOf } from "../../directory/audit-entry.ts";
import { versionOf } from "../read-version.ts";
import type { Schema } from "../schema.ts";
import { nameOf } from "./name-item.ts";
import { writeAudit } from "./write-audit.ts";

/** One thing that was applied, with what was there before. */
export type AppliedThing = {
  section: Exclude<AuditSection, "leads" | "blockedCallers" | "campaigns" | "optOuts">;
  before: object | null;
  after: object;
};

/** The counts of leads that were created, changed and left as they were all at once. */
export type LeadCounts = { created: number; changed: number; unchanged: number };

const KEYS = {
  account: { table: "account", column: "slug" },
  carriers: { table: "carrier", column: "id" },
  staff: { table: "staff", column: "email" },
  numbers: { table: "number", column: "number" },
  webhooks: { table: "webhook", column: "url" },
} as const;

/** Notes what an apply changed: each thing by itself, and all its leads together by their counts. */
export async function noteApplied(
  db: Kysely<Schema>,
  accountId: string,
  actor: Actor,
  things: readonly AppliedThing[],
  leads: LeadCounts,
): Promise<void> {
  const changes: AuditChange[] = [];
  for (const section of ["account", "carriers", "staff", "numbers", "webhooks"] as const) {
    const mine = things.filter((thing) => thing.section === section);
    const keyOf = ({ after }: AppliedThing) =>
      String((after as Record<string, unknown>)[KEYS[section].column]);
    const rows = await readRows(db, accountId, section, mine.map(keyOf));
    for (const thing of mine) {
      const row = rows.get(keyOf(thing));
      changes.push({
        section,
        itemId: row?.id ?? null,
        itemName: nameOf(section, thing.after),
        action: thing.before === null ? "created" : "changed",
        ...changeOf(thing.before, thing.after),
        version: row?.version ?? null,
      });
    }
  }
  if (leads.created + leads.changed > 0) changes.push(leadsApplied("settings applied", leads));
  await writeAudit(db, accountId, actor, changes);
}

/** The one entry for many leads. */
export function leadsApplied(itemName: string, leads: LeadCounts): AuditChange {
  const itemId = null;
  return { section: "leads", itemId, itemName, action: "applied", before: null, after: leads, version: null };
}

async function readRows(
  db: Kysely<Schema>,
  accountId: string,
  section: AppliedThing["section"],
  keys: readonly string[],
): Promise<Map<string, { id: string; version: string }>> {
  if (keys.length === 0) return new Map();
  const { table, column } = KEYS[section];
  const owner = section === "account" ? sql`id` : sql`account_id`;
  const { rows } = await sql<{ key: string; id: string; version: string }>`
    SELECT ${sql.ref(column)} AS key, id::text AS id, ${versionOf(table)} AS version FROM ${sql.table(table)}
    WHERE ${owner} = ${accountId} AND ${sql.ref(column)} = ANY (${keys}::text[])`.execute(db);
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}
