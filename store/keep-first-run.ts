import type { Kysely } from "kysely";
import { hashOneTimeToken, makeOneTimeToken } from "../access/one-time-token.ts";
import { hasPeople } from "./keep-people.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/**
 * A token for the first run; null where somebody signs in already. Earlier ones stay good until one is
 * used: several nodes may start at once, and each says its own.
 */
export async function makeFirstRunToken(db: Db): Promise<string | null> {
  if (await hasPeople(db)) return null;
  const { token, hash } = makeOneTimeToken();
  await db.insertInto("first_run_token").values({ hash }).execute();
  return token;
}

/** Whether a token is good for the first run. `lock`: nobody else can use it, or another, meanwhile. */
export async function isFirstRunToken(
  db: Db,
  token: string,
  options: { lock?: boolean } = {},
): Promise<boolean> {
  let query = db.selectFrom("first_run_token").select("hash").orderBy("hash");
  if (options.lock) query = query.forUpdate();
  const hash = hashOneTimeToken(token);
  const good = (await query.execute()).some((row) => row.hash.equals(hash));
  return good && !(await hasPeople(db));
}

/** None of the tokens is good any more. */
export async function endFirstRun(db: Db): Promise<void> {
  await db.deleteFrom("first_run_token").execute();
}
