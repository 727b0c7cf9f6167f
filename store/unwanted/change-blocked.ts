import type { Kysely } from "kysely";
import type { Actor } from "../../access/actor.ts";
import { type AuditChange, changeOf } from "../../directory/audit-entry.ts";
import { MOST_BLOCKED } from "../../directory/blocked-caller.ts";
import type { Versioned } from "../../directory/stored-settings.ts";
import { announceChange } from "../announce-change.ts";
import { writeAudit } from "../audit/write-audit.ts";
import type { Database } from "../open-database.ts";
import { CHANGE_TIME, versionOf } from "../read-version.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
export type BlockedSettings = { caller: string; note: string | null };
type Asked = { accountId: string; actor: Actor; undoes?: string | undefined };

/** `entryId`: of the audit log; null where nothing was changed. */
export type BlockedChange = { ok: true; entryId: string | null } | { ok: false; why: "full" };

/** Puts a phone or a pattern on an account's block list, or changes its note; notes it, and announces it. */
export async function blockCaller(
  { query }: Database,
  asked: Asked,
  settings: BlockedSettings,
): Promise<BlockedChange> {
  return query.transaction().execute(async (db) => {
    await lockAccount(db, asked.accountId);
    return blockWithin(db, asked, settings);
  });
}

/** Takes it off again; false where it is not on the list. */
export async function unblockCaller({ query }: Database, asked: Asked, caller: string): Promise<boolean> {
  return query.transaction().execute(async (db) => {
    await lockAccount(db, asked.accountId);
    return (await unblockWithin(db, asked, caller)) !== null;
  });
}

/** The same within a transaction that does more and holds the account. */
export async function blockWithin(db: Db, asked: Asked, settings: BlockedSettings): Promise<BlockedChange> {
  const { accountId, actor } = asked;
  const { caller, note } = settings;
  const before = await findBlockedCaller(db, accountId, caller);
  if (before !== null && before.settings.note === note) return { ok: true, entryId: null };
  if (before === null && (await countBlocked(db, accountId)) >= MOST_BLOCKED)
    return { ok: false, why: "full" };
  await db
    .insertInto("blocked_caller")
    .values({ account_id: accountId, caller, note, added_by: actor.name, changed_at: CHANGE_TIME })
    .onConflict((conflict) =>
      conflict.columns(["account_id", "caller"]).doUpdateSet({ note, changed_at: CHANGE_TIME }),
    )
    .execute();
  const after = await findBlockedCaller(db, accountId, caller);
  return {
    ok: true,
    entryId: await noteChange(db, asked, caller, {
      action: before === null ? "created" : "changed",
      ...changeOf(before?.settings ?? null, settings),
      version: after?.version ?? null,
    }),
  };
}

/** Gives the entry of the audit log; null where there is no such caller on the list. */
export async function unblockWithin(db: Db, asked: Asked, caller: string): Promise<string | null> {
  const before = await findBlockedCaller(db, asked.accountId, caller);
  if (before === null) return null;
  await db
    .deleteFrom("blocked_caller")
    .where("account_id", "=", asked.accountId)
    .where("caller", "=", caller)
    .execute();
  return noteChange(db, asked, caller, {
    action: "removed",
    ...changeOf(before.settings, null),
    version: null,
  });
}

/** One entry of the list, with its version. */
export async function findBlockedCaller(
  db: Db,
  accountId: string,
  caller: string,
): Promise<Versioned<BlockedSettings> | null> {
  const row = await db
    .selectFrom("blocked_caller")
    .select(["caller", "note", versionOf("blocked_caller").as("version")])
    .where("account_id", "=", accountId)
    .where("caller", "=", caller)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { id: row.caller, settings: { caller: row.caller, note: row.note }, version: row.version };
}

async function noteChange(
  db: Db,
  { accountId, actor, undoes }: Asked,
  caller: string,
  change: Pick<AuditChange, "action" | "before" | "after" | "version">,
): Promise<string> {
  const entry: AuditChange = {
    section: "blockedCallers",
    itemId: caller,
    itemName: caller,
    ...change,
    undoes: undoes ?? null,
  };
  const [entryId = ""] = await writeAudit(db, accountId, actor, [entry]);
  await announceChange(db, accountId, { leadsOnly: false });
  return entryId;
}

async function countBlocked(db: Db, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom("blocked_caller")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whoever changes the same account waits. */
async function lockAccount(db: Db, id: string): Promise<void> {
  await db.selectFrom("account").select("id").where("id", "=", id).forNoKeyUpdate().execute();
}
