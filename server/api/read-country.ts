import { type CountryCode, isCountry } from "../../directory/normalise-phone.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { Access } from "./authorize.ts";

/** The account with the country in which its people write phones. */
export async function readCountry(
  { database: { query } }: ApiDeps,
  { accountId }: Access,
): Promise<{ id: string; country: CountryCode }> {
  const account = await query
    .selectFrom("account")
    .select("country")
    .where("id", "=", accountId)
    .executeTakeFirst();
  const country = account?.country ?? "";
  return { id: accountId, country: isCountry(country) ? country : "US" };
}
