import { type Kysely, sql } from "kysely";
import type { Actor } from "../access/actor.ts";
import type { Problem } from "../directory/problem.ts";
import { announceChange } from "./announce-change.ts";
import { applyWithin } from "./apply-settings.ts";
import { joinStaff } from "./join-staff.ts";
import { endFirstRun, isFirstRunToken } from "./keep-first-run.ts";
import { insertPerson } from "./keep-people.ts";
import type { Database } from "./open-database.ts";
import type { Schema } from "./schema.ts";

export type FirstRun = {
  token: string;
  /** A new account's settings, or the slug of one that is there. */
  account: Record<string, unknown> & { slug: string };
  owner: { name: string; email: string; phone?: string | null; passwordHash: string };
};

export type SetUp =
  | { ok: true; accountId: string; slug: string }
  | { ok: false; why: "badToken" }
  | { ok: false; why: "invalid"; problems: Problem[] };

class Undo extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super("undone");
    this.problems = problems;
  }
}

/**
 * The first run: the account if it is not there, its owner as a staff member, and the person who signs
 * in; the token is used up. All of it, or nothing and the token stays good.
 */
export async function setUpFirstAccount(database: Database, run: FirstRun): Promise<SetUp> {
  try {
    return await database.query.transaction().execute(async (transaction) => {
      if (!(await isFirstRunToken(transaction, run.token, { lock: true })))
        return { ok: false, why: "badToken" };
      const { name, email, passwordHash } = run.owner;
      const personId = await insertPerson(transaction, { name, email, passwordHash });
      const accountId = await writeOwner(transaction, run, { kind: "person", id: personId, name });
      for (const staff of await sameEmail(transaction, email))
        await joinStaff(transaction, { ...staff, personId });
      await endFirstRun(transaction);
      return { ok: true, accountId, slug: run.account.slug };
    });
  } catch (error) {
    if (error instanceof Undo) return { ok: false, why: "invalid", problems: error.problems };
    throw error;
  }
}

/** Writes the account and its owner; gives the account's key. */
async function writeOwner(db: Kysely<Schema>, { account, owner }: FirstRun, actor: Actor): Promise<string> {
  const { name, email, phone } = owner;
  const there = await db
    .selectFrom("staff as s")
    .innerJoin("account as a", "a.id", "s.account_id")
    .select(["s.id", "s.account_id"])
    .where("a.slug", "=", account.slug)
    .where(sql`lower(s.email)`, "=", email.toLowerCase())
    .executeTakeFirst();
  if (there !== undefined) {
    // Somebody who came by `apply`: what else was said of them stays.
    await db
      .updateTable("staff")
      .set({ role: "owner", active: true, changed_at: new Date() })
      .where("account_id", "=", there.account_id)
      .where("id", "=", there.id)
      .execute();
    await announceChange(db, there.account_id, { leadsOnly: false });
    return there.account_id;
  }
  const known = await db
    .selectFrom("account")
    .select("id")
    .where("slug", "=", account.slug)
    .executeTakeFirst();
  const applied = await applyWithin(
    db,
    {
      account: known === undefined ? account : { slug: account.slug },
      staff: [{ email, name, phone: phone ?? null, role: "owner" }],
    },
    { actor },
  );
  if (!applied.ok) throw new Undo(applied.problems);
  return applied.accounts[0]?.accountId ?? "";
}

/**
 * Whoever holds the first-run token runs the installation: they are joined to all staff with their
 * address, in every account (an agency whose accounts came by `apply`).
 */
async function sameEmail(db: Kysely<Schema>, email: string) {
  return db
    .selectFrom("staff")
    .select(["account_id as accountId", "id as staffId"])
    .where(sql`lower(email)`, "=", email.toLowerCase())
    .execute();
}
