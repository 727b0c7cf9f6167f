import { isCountry, normalisePhone } from "../../directory/normalise-phone.ts";
import type { ApiDeps } from "./api-deps.ts";
import { invalid } from "./api-error.ts";

/** A phone to filter by, as people write it in the account's country. */
export async function readPhone(
  { database: { query } }: ApiDeps,
  accountId: string,
  field: string,
  written: string | undefined,
): Promise<string | undefined> {
  if (written === undefined) return undefined;
  const account = await query
    .selectFrom("account")
    .select("country")
    .where("id", "=", accountId)
    .executeTakeFirst();
  const country = account?.country ?? "";
  // In a query a plus that was not escaped arrives as a space.
  const phone = isCountry(country) ? normalisePhone(written.replace(/^ /, "+"), country) : null;
  if (phone !== null) return phone;
  throw invalid([{ path: [field], message: "expected a phone number, such as %2B13125550123" }]);
}
