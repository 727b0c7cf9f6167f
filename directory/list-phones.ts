import type { E164 } from "../routing/values.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** Every phone that an account may ring. */
export function listPhones({
  account,
  staff,
  numbers,
}: Pick<StoredAccount, "account" | "staff" | "numbers">): E164[] {
  return [
    account.companyPhone,
    account.onCallPhone,
    ...staff.map(({ settings }) => settings.phone),
    ...numbers.map(({ settings }) => settings.forwardingNumber),
  ].filter((phone) => phone !== null);
}
