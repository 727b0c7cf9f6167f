import type { Facts } from "../routing/facts.ts";
import { type Attestation, DEFAULT_LAST_CONTACT_DAYS, type E164 } from "../routing/values.ts";
import { type AccountRow, assembleFacts, type LeadRow } from "./assemble-facts.ts";
import { entriesFor } from "./blocked-caller.ts";
import { DEFAULT_SILENT_CALLERS, MOST_SILENT_CALLS } from "./hold-off.ts";
import {
  type AccountIndex,
  indexAccount,
  type SnapshotGroup,
  type SnapshotNumber,
  type SnapshotStaff,
} from "./index-account.ts";

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
  const lines = new Map<string, AccountIndex>();
  for (const account of indexAccounts(snapshot))
    for (const line of account.lines) lines.set(line, account.index);
  const turns = new Map<string, number>();
  const leads = new Map<string, { row: SnapshotLead; matches: number }>();
  const blocked = new Map(
    snapshot.blocked?.map(({ account_id, callers }) => [account_id, new Set(callers.split(" "))]),
  );
  const silent = new Map(
    snapshot.silent?.map(({ account_id, phone, times }) => [`${account_id}/${phone}`, times]),
  );

  /** Turns are counted by this node alone while the database is away. */
  function takeTurn(key: string): number {
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return turn;
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
      const index = lines.get(to);
      const called = index?.number(to);
      if (index === undefined || called === undefined) return null;
      const { account, number } = called;
      const found = leads.get(`${account.id}/${from}`);
      const lead = found && {
        row: found.row,
        user: index.person(found.row.user_id),
        matches: found.matches,
        lastContact: index.person(found.row.talked_user_id ?? null),
      };
      const phones = [...called.phones, lead?.user?.phone, lead?.lastContact?.phone];
      const list = blocked.get(account.id);
      const blockedBy =
        from === null || list === undefined ? null : entriesFor(from).find((entry) => list.has(entry));
      const facts = assembleFacts(
        {
          ...called,
          lead,
          groups: called.groups.map((group) => ({ ...group, turn: takeTurn(`${account.id}/${group.id}`) })),
          ownNumbers: phones.filter((phone) => phone != null).filter((phone) => lines.has(phone)),
          blockedBy: blockedBy ?? null,
          silentCalls: silent.get(`${account.id}/${from}`) ?? [],
        },
        { caller: from, attestation, at, menuKey: menuKey ?? null },
        canShowCaller(number.carrier_kind),
      );
      return { facts: { ...facts, degraded: true }, accountId: account.id, carrierId: number.carrier_id };
    },
  };
}

/** Each account by itself, with its numbers. What was remembered before there was a setting gets what it was then. */
function* indexAccounts(snapshot: SettingsSnapshot): Generator<{ index: AccountIndex; lines: string[] }> {
  const numbers = Map.groupBy(snapshot.numbers, ({ account_id }) => account_id);
  const staff = Map.groupBy(snapshot.staff, ({ account_id }) => account_id);
  const groups = Map.groupBy(snapshot.groups ?? [], ({ account_id }) => account_id);
  for (const account of snapshot.accounts) {
    const own = numbers.get(account.id) ?? [];
    const index = indexAccount({
      account: { ...NO_HOURS.account, ...account },
      numbers: own.map((number) => ({ ...NO_HOURS.number, ...number })),
      staff: (staff.get(account.id) ?? []).map((person) => ({ ...NO_HOURS.person, ...person })),
      groups: groups.get(account.id) ?? [],
    });
    yield { index, lines: own.map(({ number }) => number) };
  }
}
