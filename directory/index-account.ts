import { groupIdOf, type Rung } from "../routing/values.ts";
import type { AccountRow, GroupRow, NumberRow, StaffRow } from "./assemble-facts.ts";

export type SnapshotNumber = NumberRow & {
  account_id: string;
  carrier_id: string;
  carrier_kind: string;
  user_id: string | null;
  /** The rungs that its menu's keys lead to. */
  menu_rungs?: string[] | null;
};
/** A ring group, its members by their keys. `turn`: where it was read too. */
export type SnapshotGroup = Omit<GroupRow, "turn" | "members"> & {
  account_id: string;
  members: string[];
  turn?: number;
};
export type SnapshotStaff = StaffRow & { account_id: string };

/** One account's settings, as far as calls go. */
export type AccountSnapshot = {
  account: AccountRow;
  numbers: readonly SnapshotNumber[];
  staff: readonly SnapshotStaff[];
  groups: readonly SnapshotGroup[];
};

/** What settings say of the calls to one number. */
export type NumberIndex = {
  account: AccountRow;
  number: SnapshotNumber;
  numberUser: StaffRow | null;
  /** The groups that the number's ladders and its menu name, with their members. */
  groups: readonly GroupRow[];
  /** The staff whose own phone is the forwarding number, the company phone or the on-call phone. */
  owners: readonly StaffRow[];
  /** All phones that these settings may ring, each once. */
  phones: readonly string[];
};

/** An account's settings made ready for looking things up, again and again. */
export type AccountIndex = {
  account: AccountRow;
  person(id: string | null): StaffRow | null;
  number(number: string): NumberIndex | undefined;
};

/** Indexes an account. What is said of a number is put together when it is first called. */
export function indexAccount({ account, numbers, staff, groups }: AccountSnapshot): AccountIndex {
  const people = new Map(staff.map((person) => [person.id, person]));
  const byPhone = Map.groupBy(staff, ({ phone }) => phone);
  const byNumber = new Map(numbers.map((number) => [number.number, number]));
  const byId = new Map(groups.map((group) => [group.id, group]));
  const known = new Map<string, NumberIndex>();

  const person = (id: string | null): StaffRow | null => (id === null ? null : (people.get(id) ?? null));

  function groupsOf(number: SnapshotNumber): GroupRow[] {
    const ladders = [number.ladder ?? account.ladder, number.closed_ladder ?? account.closed_ladder];
    const rungs = new Set([...ladders.flat(), ...((number.menu_rungs ?? []) as Rung[])]);
    return [...rungs].flatMap((rung) => {
      const group = byId.get(groupIdOf(rung) ?? "");
      if (group === undefined) return [];
      const members = group.members.map(person).filter((member) => member !== null);
      return [{ ...group, turn: group.turn ?? 0, members }];
    });
  }

  function look(number: SnapshotNumber): NumberIndex {
    const places = [number.forwarding_number, account.company_phone, account.on_call_phone];
    const owners = places.flatMap((phone) => (phone === null ? [] : (byPhone.get(phone) ?? [])));
    const numberUser = person(number.user_id);
    const called = groupsOf(number);
    const members = called.flatMap((group) => group.members.map(({ phone }) => phone));
    const phones = [numberUser?.phone, ...members, ...places].filter((phone) => phone != null);
    return { account, number, numberUser, groups: called, owners, phones: [...new Set(phones)] };
  }

  return {
    account,
    person,
    number(called) {
      const found = known.get(called);
      if (found !== undefined) return found;
      const number = byNumber.get(called);
      if (number === undefined) return undefined;
      const looked = look(number);
      known.set(called, looked);
      return looked;
    },
  };
}
