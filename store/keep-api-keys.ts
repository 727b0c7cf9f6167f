import type { Kysely } from "kysely";
import type { NewApiKey } from "../access/api-key.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** A key as lists show it. */
export type ListedApiKey = { id: string; hint: string; role: string; label: string | null; createdAt: Date };

export async function insertApiKey(
  db: Db,
  accountId: string,
  key: NewApiKey,
  details: { role: string; label: string | null },
): Promise<ListedApiKey> {
  return db
    .insertInto("api_key")
    .values({ account_id: accountId, hash: key.hash, hint: key.hint, ...details })
    .returning(["id", "hint", "role", "label", "created_at as createdAt"])
    .executeTakeFirstOrThrow();
}

export async function listApiKeys(db: Db, accountId: string): Promise<ListedApiKey[]> {
  return db
    .selectFrom("api_key")
    .select(["id", "hint", "role", "label", "created_at as createdAt"])
    .where("account_id", "=", accountId)
    .orderBy("id")
    .execute();
}

/** Whether there was such a key; from the next request on it opens nothing. */
export async function revokeApiKey(db: Db, accountId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom("api_key")
    .where("account_id", "=", accountId)
    .where((at) => at(at.cast("id", "text"), "=", id))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** What a key opens. */
export type FoundApiKey = {
  id: string;
  hint: string;
  label: string | null;
  accountId: string;
  slug: string;
  role: string;
};

/** The account and role that a key opens; null for one that is not known. */
export async function findApiKey(db: Db, hash: Buffer): Promise<FoundApiKey | null> {
  const row = await db
    .selectFrom("api_key as k")
    .innerJoin("account as a", "a.id", "k.account_id")
    .select(["k.id", "k.hint", "k.label", "a.id as accountId", "a.slug", "k.role"])
    .where("k.hash", "=", hash)
    .executeTakeFirst();
  return row ?? null;
}
