import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** A greeting that was uploaded. */
export type UploadedGreeting = { id: string; fileName: string; bytes: number };

export async function insertGreeting(
  db: Kysely<Schema>,
  accountId: string,
  { id, fileName, bytes }: UploadedGreeting,
): Promise<void> {
  await db.insertInto("greeting").values({ account_id: accountId, id, file_name: fileName, bytes }).execute();
}

/** Every greeting that was uploaded for an account, the newest first. */
export async function listGreetings(db: Kysely<Schema>, accountId: string): Promise<UploadedGreeting[]> {
  const rows = await db
    .selectFrom("greeting")
    .select(["id", "file_name as fileName", "bytes"])
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/** Forgets a greeting; false where callers hear it, or it is not there. */
export async function deleteGreeting(db: Kysely<Schema>, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql`DELETE FROM greeting g WHERE g.account_id = ${accountId}::bigint AND g.id = ${id}
      AND NOT EXISTS (SELECT FROM account WHERE id = g.account_id AND greeting = 'recording:' || g.id)
      AND NOT EXISTS (SELECT FROM number WHERE account_id = g.account_id AND greeting = 'recording:' || g.id)
      AND NOT EXISTS (SELECT FROM staff WHERE account_id = g.account_id AND greeting = 'recording:' || g.id)
    RETURNING id`.execute(db);
  return rows.length > 0;
}
