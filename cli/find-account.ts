import type { Database } from "../store/open-database.ts";
import { Refused } from "./cli.ts";

/** The key of the account with this slug; refuses with the slugs there are. */
export async function findAccount(database: Database, slug: string): Promise<string> {
  const accounts = await database.query
    .selectFrom("account")
    .select(["id", "slug"])
    .orderBy("slug")
    .execute();
  const found = accounts.find((account) => account.slug === slug);
  if (found !== undefined) return found.id;
  const known = accounts.slice(0, 20).map((account) => account.slug);
  const hint =
    known.length === 0 ? "There is none yet: apply a settings file first." : `Known: ${known.join(", ")}.`;
  throw new Refused(`There is no account ${slug}. ${hint}`);
}
