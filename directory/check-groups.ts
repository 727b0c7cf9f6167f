import { groupIdOf, type Rung } from "../routing/values.ts";
import { STRAIGHT_TO_VOICEMAIL } from "./ladder-fields.ts";
import type { ListedAccount } from "./parse-settings.ts";
import type { Path } from "./problem.ts";
import type { AccountSettings, NumberSettings } from "./settings-schema.ts";
import type { StoredAccount } from "./stored-settings.ts";

type Report = (path: Path, message: string) => void;

/** Checks that groups have members who are there, and that every group which a ladder or a menu names exists. */
export function checkGroups(listed: ListedAccount, stored: StoredAccount | null, report: Report): void {
  if (listed.unreadable.has("account")) return;
  const account = listed.account ?? stored?.account ?? null;
  const known = new Set(account?.groups.map(({ id }) => id) ?? []);
  if (!listed.unreadable.has("staff")) checkMembers(listed, stored, report);
  const check = (path: Path, rungs: readonly Rung[]) => {
    const missing = missingIn(rungs, known);
    if (missing !== undefined)
      report(path, `there is no group ${missing} in this account: expected the id of one of its groups`);
  };
  if (listed.account !== null) {
    check(["account", "ladder"], listed.account.ladder);
    check(["account", "closedLadder"], listed.account.closedLadder);
  }
  const here = new Set<string>();
  listed.numbers?.forEach((number, index) => {
    here.add(number.number);
    for (const [field, rungs] of laddersOf(number)) check(["numbers", index, field], rungs);
  });
  if (listed.account === null) return;
  for (const { settings } of stored?.numbers ?? []) {
    if (here.has(settings.number)) continue;
    for (const [field, rungs] of laddersOf(settings)) {
      const missing = missingIn(rungs, known);
      if (missing === undefined) continue;
      const where = `${field} of ${settings.label ?? settings.number}`;
      report(["account", "groups"], `the group ${missing} is in the ${where}: take it out there first`);
    }
  }
}

function checkMembers(listed: ListedAccount, stored: StoredAccount | null, report: Report): void {
  const staff = new Set([
    ...(listed.staff ?? []).map(({ email }) => email),
    ...(stored?.staff ?? []).map(({ settings }) => settings.email),
  ]);
  listed.account?.groups.forEach(({ members }, group) => {
    members.forEach((email, index) => {
      if (!staff.has(email))
        report(
          ["account", "groups", group, "members", index],
          `there is no staff member ${email} in this account: expected the e-mail of one`,
        );
    });
  });
}

function missingIn(rungs: readonly Rung[], known: ReadonlySet<string>): string | undefined {
  return rungs.map(groupIdOf).find((id) => id !== null && !known.has(id)) ?? undefined;
}

/** The ladders of a number's own, by the field in which each stands. */
function laddersOf({
  ladder,
  closedLadder,
  menu,
}: NumberSettings): [field: string, rungs: readonly Rung[]][] {
  const closed = closedLadder === STRAIGHT_TO_VOICEMAIL ? [] : (closedLadder ?? []);
  const chosen = menu?.choices.flatMap(({ to }) => (to === STRAIGHT_TO_VOICEMAIL ? [] : to)) ?? [];
  return [
    ["ladder", ladder ?? []],
    ["closedLadder", closed],
    ["menu", chosen],
  ];
}

/** The account's groups with a member under another e-mail, or without them: as it is when that member changes. */
export function renameMember(account: AccountSettings, from: string, to: string | null): AccountSettings {
  const groups = account.groups.map((group) => ({
    ...group,
    members: group.members.flatMap((email) => (email === from ? (to ?? []) : email)),
  }));
  return { ...account, groups };
}
