import type { Facts } from "../routing/facts.ts";
import type { E164 } from "../routing/values.ts";
import {
  type AccountRow,
  assembleFacts,
  type LeadRow,
  type NumberRow,
  type StaffRow,
} from "./assemble-facts.ts";

export type SnapshotNumber = NumberRow & {
  account_id: string;
  carrier_id: string;
  carrier_kind: string;
  user_id: string | null;
};
export type SnapshotStaff = StaffRow & { account_id: string };
/** A lead as remembered: the newest first among those with the same phone. */
export type SnapshotLead = LeadRow & { account_id: string; user_id: string | null; phones: string[] };

/** Settings as last known, for the time when the database is away. */
export type SettingsSnapshot = {
  accounts: AccountRow[];
  numbers: SnapshotNumber[];
  staff: SnapshotStaff[];
};

/** A snapshot made ready for looking things up. */
export type SettingsIndex = {
  find(call: { from: E164 | null; to: E164 }): SnapshotFacts | null;
  addLead(lead: SnapshotLead): void;
};

export type SnapshotFacts = { facts: Facts; accountId: string; carrierId: string };

/**
 * Indexes a snapshot. Leads are added one by one, the newest first; a caller who is not among them
 * may still be a lead, which the facts say (`degraded`).
 */
export function indexSettings(
  snapshot: SettingsSnapshot,
  canShowCaller: (kind: string) => boolean,
): SettingsIndex {
  const accounts = new Map(snapshot.accounts.map((account) => [account.id, account]));
  const staff = new Map(snapshot.staff.map((person) => [`${person.account_id}/${person.id}`, person]));
  const numbers = new Map(snapshot.numbers.map((number) => [number.number, number]));
  const leads = new Map<string, { row: SnapshotLead; matches: number }>();

  return {
    addLead(lead) {
      for (const phone of lead.phones) {
        const key = `${lead.account_id}/${phone}`;
        const known = leads.get(key);
        if (known === undefined) leads.set(key, { row: lead, matches: 1 });
        else known.matches += 1;
      }
    },
    find({ from, to }) {
      const number = numbers.get(to);
      const account = accounts.get(number?.account_id ?? "");
      if (number === undefined || account === undefined) return null;
      const person = (id: string | null) => staff.get(`${account.id}/${id}`) ?? null;
      const found = leads.get(`${account.id}/${from}`);
      const lead = found && { row: found.row, user: person(found.row.user_id), matches: found.matches };
      const numberUser = person(number.user_id);
      const phones = [numberUser?.phone, lead?.user?.phone, number.forwarding_number, account.company_phone];
      const ownNumbers = phones.filter((phone) => phone != null).filter((phone) => numbers.has(phone));
      const facts = assembleFacts(
        { account, number, numberUser, lead, ownNumbers },
        from,
        canShowCaller(number.carrier_kind),
      );
      return { facts: { ...facts, degraded: true }, accountId: account.id, carrierId: number.carrier_id };
    },
  };
}
