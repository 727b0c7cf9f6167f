import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** A person who can sign in, as they are made. */
export type NewPerson = { name: string; email: string; passwordHash: string };

/** Makes a person with a password, as better-auth would (its tables, decision 012); gives their id. */
export async function insertPerson(db: Db, { name, email, passwordHash }: NewPerson): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto("auth_user")
    // Nobody proved the address by mail: whoever invited them vouches for it.
    .values({ id, name, email: email.toLowerCase(), emailVerified: false, twoFactorEnabled: false })
    .execute();
  await db
    .insertInto("auth_account")
    .values({
      id: randomUUID(),
      accountId: id,
      providerId: "credential",
      userId: id,
      password: passwordHash,
      updatedAt: new Date(),
    })
    .execute();
  return id;
}

export async function findPersonByEmail(db: Db, email: string): Promise<{ id: string; name: string } | null> {
  const row = await db
    .selectFrom("auth_user")
    .select(["id", "name"])
    .where("email", "=", email.toLowerCase())
    .executeTakeFirst();
  return row ?? null;
}

/** Whether anybody can sign in yet. */
export async function hasPeople(db: Db): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`SELECT EXISTS (SELECT FROM auth_user) AS some`.execute(db);
  return rows[0]?.some === true;
}

/** From now on the password alone signs this person in; their second factor and its backup codes are gone. */
export async function dropSecondFactor(db: Db, personId: string): Promise<void> {
  await sql`DELETE FROM auth_two_factor WHERE "userId" = ${personId}`.execute(db);
  await db.updateTable("auth_user").set({ twoFactorEnabled: false }).where("id", "=", personId).execute();
}
