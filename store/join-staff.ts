import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** One account that a person may enter, and as whom. */
export type PersonAccount = {
  accountId: string;
  slug: string;
  name: string;
  timezone: string;
  country: string;
  staffId: string;
  staffName: string;
  role: string;
};

/** From now on this staff member is this person. */
export async function joinStaff(
  db: Db,
  { accountId, staffId, personId }: { accountId: string; staffId: string; personId: string },
): Promise<void> {
  await db
    .insertInto("staff_person")
    .values({ account_id: accountId, staff_id: staffId, person_id: personId })
    .onConflict((conflict) =>
      conflict.columns(["account_id", "staff_id"]).doUpdateSet({ person_id: personId }),
    )
    .execute();
}

/**
 * The accounts that a person may enter, by name; with `slug`, that one at most. A staff member counts
 * while they are active, have the person's e-mail address, and the person joined by an invitation (or the
 * first run): the address alone would let an account's owner make a sign-in for somebody else's staff.
 */
export async function listPersonAccounts(
  db: Db,
  person: { id: string; email: string },
  slug: string | null = null,
): Promise<PersonAccount[]> {
  let query = db
    .selectFrom("staff_person as p")
    .innerJoin("staff as s", (join) =>
      join.onRef("s.account_id", "=", "p.account_id").onRef("s.id", "=", "p.staff_id"),
    )
    .innerJoin("account as a", "a.id", "p.account_id")
    .select([
      "a.id as accountId",
      "a.slug",
      "a.name",
      "a.timezone",
      "a.country",
      "s.id as staffId",
      "s.name as staffName",
      "s.role",
    ])
    .where("p.person_id", "=", person.id)
    .where("s.active", "=", true)
    .where(sql`lower(s.email)`, "=", person.email.toLowerCase())
    .orderBy("a.name")
    .orderBy("a.id");
  if (slug !== null) query = query.where("a.slug", "=", slug);
  return query.execute();
}

/** The person that a staff member has become, with every account they joined (also where they are off now). */
export async function findStaffPerson(
  db: Db,
  accountId: string,
  staffId: string,
): Promise<{ id: string; accounts: { accountId: string; role: string }[] } | null> {
  const joined = await db
    .selectFrom("staff_person as mine")
    .innerJoin("auth_user as u", "u.id", "mine.person_id")
    .innerJoin("staff_person as p", "p.person_id", "u.id")
    .innerJoin("staff as s", (join) =>
      join.onRef("s.account_id", "=", "p.account_id").onRef("s.id", "=", "p.staff_id"),
    )
    .select([
      "u.id",
      "u.email",
      "p.account_id as accountId",
      "s.id as staffId",
      "s.email as staffEmail",
      "s.role",
    ])
    .where("mine.account_id", "=", accountId)
    .where("mine.staff_id", "=", staffId)
    .execute();
  const here = joined.find((one) => one.accountId === accountId && one.staffId === staffId);
  // With another address by now, the staff member is somebody else.
  if (here === undefined || here.staffEmail.toLowerCase() !== here.email) return null;
  return { id: here.id, accounts: joined.map(({ accountId, role }) => ({ accountId, role })) };
}
