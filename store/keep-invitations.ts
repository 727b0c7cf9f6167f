import { type Kysely, sql } from "kysely";
import { hashOneTimeToken, makeOneTimeToken } from "../access/one-time-token.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** How long an invitation is good. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** An invitation that is good: for whom, and to which account. */
export type Invitation = {
  accountId: string;
  slug: string;
  accountName: string;
  staffId: string;
  name: string;
  email: string;
  expiresAt: Date;
};

/** Invites a staff member; an earlier invitation of theirs is good no more. */
export async function invite(
  db: Db,
  staff: { accountId: string; staffId: string; email: string },
  now: number,
): Promise<{ token: string; expiresAt: Date }> {
  const { token, hash } = makeOneTimeToken();
  const expiresAt = new Date(now + INVITATION_MS);
  const fresh = { hash, email: staff.email.toLowerCase(), expires_at: expiresAt };
  await db
    .insertInto("staff_invitation")
    .values({ account_id: staff.accountId, staff_id: staff.staffId, ...fresh })
    .onConflict((conflict) => conflict.columns(["account_id", "staff_id"]).doUpdateSet(fresh))
    .execute();
  return { token, expiresAt };
}

/**
 * The invitation that a token opens; null where it was used, replaced or is too old, and where the staff
 * member is off or has another address by now. `lock`: nobody else can use it meanwhile.
 */
export async function findInvitation(
  db: Db,
  token: string,
  now: number,
  options: { lock?: boolean } = {},
): Promise<Invitation | null> {
  const query = db
    .selectFrom("staff_invitation as i")
    .innerJoin("staff as s", (join) =>
      join.onRef("s.account_id", "=", "i.account_id").onRef("s.id", "=", "i.staff_id"),
    )
    .innerJoin("account as a", "a.id", "i.account_id")
    .select([
      "a.id as accountId",
      "a.slug",
      "a.name as accountName",
      "s.id as staffId",
      "s.name",
      "i.email",
      "i.expires_at as expiresAt",
    ])
    .where("i.hash", "=", hashOneTimeToken(token))
    .where("i.expires_at", ">", new Date(now))
    .where("s.active", "=", true)
    .where(sql`lower(s.email)`, "=", sql.ref("i.email"));
  return (await (options.lock ? query.forUpdate("i") : query).executeTakeFirst()) ?? null;
}

export async function removeInvitation(
  db: Db,
  { accountId, staffId }: Pick<Invitation, "accountId" | "staffId">,
): Promise<void> {
  await db
    .deleteFrom("staff_invitation")
    .where("account_id", "=", accountId)
    .where("staff_id", "=", staffId)
    .execute();
}
