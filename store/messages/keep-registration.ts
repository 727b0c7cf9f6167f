import { type Kysely, sql } from "kysely";
import type { RegistrationState } from "../../messages/registration.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Of = { accountId: string; number: string };

/** A business number whose registration for texts something is known of. */
export type KnownRegistration = {
  number: string;
  state: RegistrationState;
  /** By which its texts are blocked; null: they are not. */
  code: string | null;
  since: Date;
  /** What its carrier said. */
  said: string | null;
  askedAt: Date | null;
};

/** Keeps that carriers block texts from a number; where it is known since when, that stays. */
export async function keepUnregistered(
  db: Db,
  { accountId, number }: Of,
  { code, now }: { code: string; now: number },
): Promise<void> {
  await sql`INSERT INTO number_registration AS r (account_id, number, state, code, since)
    VALUES (${accountId}::bigint, ${number}, 'blocked', ${code}, ${new Date(now)})
    ON CONFLICT (account_id, number) DO UPDATE SET state = 'blocked', code = excluded.code, since = excluded.since
      WHERE r.code IS NULL`.execute(db);
}

/** What is known of the account's numbers. */
export async function listRegistrations(db: Db, accountId: string): Promise<KnownRegistration[]> {
  const { rows } =
    await sql<KnownRegistration>`SELECT r.number, r.state, r.code, r.since, r.said, r.asked_at AS "askedAt"
    FROM number_registration r JOIN number n ON n.account_id = r.account_id AND n.number = r.number
    WHERE r.account_id = ${accountId}::bigint ORDER BY r.number`.execute(db);
  return rows;
}

/** Somebody says that a number may send again: what waited for it goes at once. False where nothing was known against it. */
export async function keepRegistered(db: Db, { accountId, number }: Of, now: number): Promise<boolean> {
  const { rows } = await sql`DELETE FROM number_registration
    WHERE account_id = ${accountId}::bigint AND number = ${number} AND code IS NOT NULL RETURNING number`.execute(
    db,
  );
  if (rows.length > 0) await letGo(db, { accountId, number }, now);
  return rows.length > 0;
}

/** Keeps what a number's carrier says. `code`: by which its texts are blocked as long as it says so; null: they go. */
export async function keepAsked(
  db: Db,
  { accountId, number }: Of,
  asked: { state: RegistrationState; said: string; code: string | null; now: number },
): Promise<void> {
  const at = new Date(asked.now);
  await sql`INSERT INTO number_registration AS r (account_id, number, state, code, since, said, asked_at)
    VALUES (${accountId}::bigint, ${number}, ${asked.state}, ${asked.code}, ${at}, ${asked.said}, ${at})
    ON CONFLICT (account_id, number) DO UPDATE SET state = excluded.state, code = excluded.code, said = excluded.said,
      asked_at = excluded.asked_at, since = CASE WHEN r.state = excluded.state THEN r.since ELSE excluded.since END`.execute(
    db,
  );
  if (asked.code === null) await letGo(db, { accountId, number }, asked.now);
}

async function letGo(db: Db, { accountId, number }: Of, now: number): Promise<void> {
  const at = new Date(now);
  await sql`UPDATE text_message SET next_try_at = ${at}, error = NULL
    WHERE account_id = ${accountId}::bigint AND number = ${number} AND state = 'queued' AND next_try_at > ${at}
      AND due_at <= ${at}`.execute(db);
}
