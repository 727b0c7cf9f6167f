import type { Facts } from "../routing/facts.ts";
import {
  type Attestation,
  DEFAULT_LAST_CONTACT_DAYS,
  type E164,
  groupIdOf,
  type Rung,
} from "../routing/values.ts";
import {
  type AccountRow,
  assembleFacts,
  type GroupRow,
  type LeadRow,
  type NumberRow,
  type StaffRow,
} from "./assemble-facts.ts";
import { entriesFor } from "./blocked-caller.ts";
import { DEFAULT_SILENT_CALLERS, MOST_SILENT_CALLS } from "./hold-off.ts";

export type SnapshotNumber = NumberRow & {
  account_id: string;
  carrier_id: string;
  carrier_kind: string;
  user_id: string | null;
  /** The rungs that its menu's keys lead to. */
  menu_rungs?: string[] | null;
};
/** A ring group, its members by their keys. */
export type SnapshotGroup = Omit<GroupRow, "turn" | "members"> & { account_id: string; members: string[] };
export type SnapshotStaff = StaffRow & { account_id: string };
/** A lead as remembered: the newest first among those with the same phone. */
export type SnapshotLead = LeadRow & {
  account_id: string;
  user_id: string | null;
  phones: string[];
  talked_user_id?: string | null;
};

/** Settings as last known, for the time when the database is away. */
export type SettingsSnapshot = {
  accounts: AccountRow[];
  numbers: SnapshotNumber[];
  staff: SnapshotStaff[];
  /** Not there in what was remembered before there were groups. */
  groups?: SnapshotGroup[];
  /** Nor before there were such lists, as is the next. */
  blocked?: SnapshotBlocked[];
  silent?: SnapshotSilent[];
};

/** What a call is, before anything is known of it. `from` is null for a withheld caller; `at` in milliseconds. */
export type AskedCall = {
  from: E164 | null;
  to: E164;
  at: number;
  menuKey?: string | null;
  attestation?: Attestation | null | undefined;
};

/** The entries of an account's block list, with spaces between. */
export type SnapshotBlocked = { account_id: string; callers: string };
/** When a caller's calls without a word ended, in milliseconds, the newest first. */
export type SnapshotSilent = { account_id: string; phone: string; times: number[] };

/** A snapshot made ready for looking things up. */
export type SettingsIndex = {
  find(call: AskedCall): SnapshotFacts | null;
  addLead(lead: SnapshotLead): void;
  /** Somebody called without a word, as `times` has it. */
  addSilentCall(accountId: string, phone: E164, at: number): void;
};

/** For files that were written before there were hours, menus, or rules for unwanted callers. */
const NO_HOURS = {
  account: {
    timezone: "UTC",
    hours: null,
    holidays: "[]",
    closed_ladder: [],
    on_call_phone: null,
    skip_busy: true,
    last_contact_days: DEFAULT_LAST_CONTACT_DAYS,
    unverified_callers: { B: "ring", C: "ring", failed: "ring", none: "ring" } as const,
    silent_callers: DEFAULT_SILENT_CALLERS,
  },
  number: { hours: null, closed_ladder: null, menu: null, record_calls: false, recording_notice: "" },
  person: { hours: null, days_off: "[]", away_until: null },
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
  const accounts = new Map(
    snapshot.accounts.map((account) => [account.id, { ...NO_HOURS.account, ...account }]),
  );
  const people = snapshot.staff.map((person) => ({ ...NO_HOURS.person, ...person }));
  const staff = new Map(people.map((person) => [`${person.account_id}/${person.id}`, person]));
  const staffByPhone = Map.groupBy(
    people.filter(({ phone }) => phone !== null),
    (person) => `${person.account_id}/${person.phone}`,
  );
  const numbers = new Map(
    snapshot.numbers.map((number) => [number.number, { ...NO_HOURS.number, ...number }]),
  );
  const groups = new Map(
    (snapshot.groups ?? []).map((group) => [`${group.account_id}/${group.id}`, { ...group, turn: 0 }]),
  );
  const leads = new Map<string, { row: SnapshotLead; matches: number }>();
  const blocked = new Map(
    snapshot.blocked?.map(({ account_id, callers }) => [account_id, new Set(callers.split(" "))]),
  );
  const silent = new Map(
    snapshot.silent?.map(({ account_id, phone, times }) => [`${account_id}/${phone}`, times]),
  );

  /** The groups that a call's ladders may name. Turns are counted by this node alone while the database is away. */
  function groupsOf(account: AccountRow, number: NumberRow & { menu_rungs?: string[] | null }): GroupRow[] {
    const ladders = [number.ladder ?? account.ladder, number.closed_ladder ?? account.closed_ladder];
    const rungs = new Set([...ladders.flat(), ...((number.menu_rungs ?? []) as Rung[])]);
    return [...rungs].flatMap((rung) => {
      const group = groups.get(`${account.id}/${groupIdOf(rung)}`);
      if (group === undefined) return [];
      const members = group.members.flatMap((id) => staff.get(`${account.id}/${id}`) ?? []);
      const { turn } = group;
      group.turn += 1;
      return [{ ...group, turn, members }];
    });
  }

  return {
    addLead(lead) {
      for (const phone of lead.phones) {
        const key = `${lead.account_id}/${phone}`;
        const known = leads.get(key);
        if (known === undefined) leads.set(key, { row: lead, matches: 1 });
        else known.matches += 1;
      }
    },
    addSilentCall(accountId, phone, at) {
      const key = `${accountId}/${phone}`;
      const times = [at, ...(silent.get(key) ?? [])].sort((one, other) => other - one);
      silent.set(key, times.slice(0, MOST_SILENT_CALLS));
    },
    find({ from, to, at, menuKey, attestation }) {
      const number = numbers.get(to);
      const account = accounts.get(number?.account_id ?? "");
      if (number === undefined || account === undefined) return null;
      const person = (id: string | null) => staff.get(`${account.id}/${id}`) ?? null;
      const found = leads.get(`${account.id}/${from}`);
      const lead = found && {
        row: found.row,
        user: person(found.row.user_id),
        matches: found.matches,
        lastContact: person(found.row.talked_user_id ?? null),
      };
      const numberUser = person(number.user_id);
      const places = [number.forwarding_number, account.company_phone, account.on_call_phone];
      const owners = places.flatMap((phone) => staffByPhone.get(`${account.id}/${phone}`) ?? []);
      const called = groupsOf(account, number);
      const members = called.flatMap((group) => group.members.map(({ phone }) => phone));
      const phones = [numberUser?.phone, lead?.user?.phone, lead?.lastContact?.phone, ...members, ...places];
      const ownNumbers = phones.filter((phone) => phone != null).filter((phone) => numbers.has(phone));
      const list = blocked.get(account.id);
      const blockedBy =
        from === null || list === undefined ? null : entriesFor(from).find((entry) => list.has(entry));
      const silentCalls = silent.get(`${account.id}/${from}`) ?? [];
      const facts = assembleFacts(
        {
          account,
          number,
          numberUser,
          lead,
          groups: called,
          ownNumbers,
          owners,
          blockedBy: blockedBy ?? null,
          silentCalls,
        },
        { caller: from, attestation, at, menuKey: menuKey ?? null },
        canShowCaller(number.carrier_kind),
      );
      return { facts: { ...facts, degraded: true }, accountId: account.id, carrierId: number.carrier_id };
    },
  };
}
