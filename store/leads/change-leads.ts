import { type Kysely, sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import type { AuditAlso } from "../../directory/audit-entry.ts";
import type { CountryCode } from "../../directory/normalise-phone.ts";
import { announceChange } from "../announce-change.ts";
import { writeAudit } from "../audit/write-audit.ts";
import type { Database } from "../open-database.ts";
import { CHANGE_TIME } from "../read-version.ts";
import type { Schema } from "../schema.ts";
import { type LeadFilter, whereFound, whereLeads } from "./lead-filter.ts";

/** The leads meant: by their keys, or all that a filter finds. */
export type ManyLeads = { ids: readonly string[] } | { filter: LeadFilter };

type Asked = { account: { id: string; country: CountryCode }; actor: Actor; which: ManyLeads };

/** Gives many leads to a staff member, or to nobody. Null where there is no such staff member. */
export async function assignLeads(
  { query }: Database,
  { account, actor, which }: Asked,
  email: string | null,
): Promise<{ changed: number } | null> {
  return query.transaction().execute(async (db) => {
    await lockAccount(db, account.id);
    const user = email === null ? null : await findStaff(db, account.id, email);
    if (user === undefined) return null;
    const also = { leads: 0, numbers: [], to: user?.id ?? null, toName: user?.name ?? null };
    const differs = sql<boolean>`l.user_id IS DISTINCT FROM ${user?.id ?? null}::bigint`;
    const set = sql`user_id = ${user?.id ?? null}::bigint`;
    return changeMany(db, { account, actor, which }, { also, differs, set });
  });
}

/** Blocks many leads, or lets them through again. */
export async function blockLeads(
  { query }: Database,
  asked: Asked,
  blocked: boolean,
): Promise<{ changed: number }> {
  return query.transaction().execute(async (db) => {
    await lockAccount(db, asked.account.id);
    const also = { leads: 0, numbers: [], to: null, toName: null, blocked };
    const differs = sql<boolean>`l.blocked <> ${blocked}`;
    return changeMany(db, asked, { also, differs, set: sql`blocked = ${blocked}` });
  });
}

async function changeMany(
  db: Kysely<Schema>,
  { account, actor, which }: Asked,
  change: {
    also: AuditAlso;
    differs: ReturnType<typeof sql<boolean>>;
    set: ReturnType<typeof sql>;
  },
): Promise<{ changed: number }> {
  const meant =
    "ids" in which
      ? sql`l.account_id = ${account.id} AND l.id = ANY (${which.ids}::bigint[])`
      : sql`${whereLeads(account.id, which.filter)}
          AND ${whereFound(which.filter.search, account)?.where ?? sql`true`}`;
  const counted = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM lead l WHERE ${meant} AND ${change.differs}`.execute(db);
  const changed = counted.rows[0]?.count ?? 0;
  if (changed === 0) return { changed };
  const { blocked, toName } = change.also;
  const after = blocked === undefined ? { assignedTo: toName, leads: changed } : { blocked, leads: changed };
  const [entryId] = await writeAudit(db, account.id, actor, [
    {
      section: "leads",
      itemId: null,
      itemName: `${changed} ${changed === 1 ? "lead" : "leads"}`,
      action: "applied",
      before: null,
      after,
      version: null,
      also: { ...change.also, leads: changed },
    },
  ]);
  // What they had is noted before it is written over: undoing gives it back.
  await sql`WITH noted AS (
      INSERT INTO audit_lead (account_id, entry_id, lead_id, user_id)
      SELECT l.account_id, ${entryId}::bigint, l.id, l.user_id FROM lead l WHERE ${meant} AND ${change.differs}
      RETURNING lead_id)
    UPDATE lead l SET ${change.set}, changed_at = ${CHANGE_TIME} FROM noted
    WHERE l.account_id = ${account.id} AND l.id = noted.lead_id`.execute(db);
  await announceChange(db, account.id, { leadsOnly: true });
  return { changed };
}

async function findStaff(db: Kysely<Schema>, accountId: string, email: string) {
  return db
    .selectFrom("staff")
    .select(["id", "name"])
    .where("account_id", "=", accountId)
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
}

/** Whoever changes the same account waits. */
async function lockAccount(db: Kysely<Schema>, id: string): Promise<void> {
  await db.selectFrom("account").select("id").where("id", "=", id).forNoKeyUpdate().execute();
}
