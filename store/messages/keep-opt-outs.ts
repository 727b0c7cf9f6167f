import { type Kysely, sql } from "kysely";
import type { OptOutSource } from "../../messages/text-states.ts";
import type { Schema } from "../schema.ts";

export type OptOut = { phone: string; since: Date; source: OptOutSource; said: string | null };

/** Keeps that a phone wants no texts from this account; who said so first stays. False where it was known. */
export async function keepOptOut(
  db: Kysely<Schema>,
  accountId: string,
  { phone, since, source, said }: OptOut,
): Promise<boolean> {
  const [kept] = await db
    .insertInto("opt_out")
    .values({ account_id: accountId, phone, since, source, said })
    .onConflict((conflict) => conflict.columns(["account_id", "phone"]).doNothing())
    .execute();
  return (kept?.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Lifts it; false where there was none. */
export async function liftOptOut(db: Kysely<Schema>, accountId: string, phone: string): Promise<boolean> {
  const [lifted] = await db
    .deleteFrom("opt_out")
    .where("account_id", "=", accountId)
    .where("phone", "=", phone)
    .execute();
  return (lifted?.numDeletedRows ?? 0n) > 0n;
}

export async function isOptedOut(db: Kysely<Schema>, accountId: string, phone: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM opt_out
    WHERE account_id = ${accountId}::bigint AND phone = ${phone}`.execute(db);
  return rows.length > 0;
}

/** Who wants no texts, by phone. */
export async function listOptOuts(
  db: Kysely<Schema>,
  accountId: string,
  { after, limit, search }: { after: string | undefined; limit: number; search?: string | undefined },
): Promise<OptOut[]> {
  let rows = db
    .selectFrom("opt_out")
    .select(["phone", "since", "source", "said"])
    .where("account_id", "=", accountId)
    .orderBy("phone")
    .limit(limit);
  if (after !== undefined) rows = rows.where("phone", ">", after);
  const digits = (search ?? "").replaceAll(/\D/g, "").replace(/^0+/, "");
  if (digits !== "") rows = rows.where("phone", "like", `%${digits}%`);
  return rows.execute();
}
