import type { Known, StaffRow } from "./assemble-facts.ts";
import { accountAsRow, groupsAsRows, numberAsRow, staffAsRow } from "./settings-as-rows.ts";
import type { NumberSettings } from "./settings-schema.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** What is known for a call to a number, from this lead. */
export type KnowNumber = (number: NumberSettings, lead: Known["lead"]) => Known;

/** Gives what is known for calls, from settings instead of the database. Made once for many calls: it goes through all staff. */
export function knowNumbers(stored: StoredAccount, ownNumbers: readonly string[]): KnowNumber {
  const account = accountAsRow(stored);
  const byEmail = new Map<string, StaffRow>();
  for (const person of stored.staff) byEmail.set(person.settings.email, staffAsRow(person));
  const byPhone = Map.groupBy(byEmail.values(), ({ phone }) => phone);
  const groups = groupsAsRows(stored.account.groups, byEmail);
  const known = new Map<NumberSettings, Known>();

  const look = (number: NumberSettings): Known => ({
    account,
    number: numberAsRow(number),
    numberUser: byEmail.get(number.user ?? "") ?? null,
    lead: null,
    groups,
    ownNumbers,
    owners: [number.forwardingNumber, account.company_phone, account.on_call_phone].flatMap((phone) =>
      phone === null ? [] : (byPhone.get(phone) ?? []),
    ),
    // Whoever is meant here is no particular caller.
    blockedBy: null,
    silentCalls: [],
  });

  return (number, lead) => {
    const found = known.get(number) ?? look(number);
    known.set(number, found);
    return { ...found, lead };
  };
}
