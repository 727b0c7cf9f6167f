import type { CheckSnapshot, Report } from "./finding.ts";

/** Looks for ring groups that nobody is in, and for members who can't be rung. Pure. */
export function findWeakGroups({ stored }: CheckSnapshot, report: Report): void {
  const link = { section: "account" as const, id: stored.id, field: "groups" };
  const staff = new Map(stored.staff.map(({ settings }) => [settings.email, settings]));
  for (const { id, name, members } of stored.account.groups) {
    if (members.length === 0)
      report("groupIsEmpty", `group:${id}`, `The group ${name} has no members: nobody in it is rung.`, link);
    for (const email of members) {
      const person = staff.get(email);
      if (person === undefined || (person.active && person.phone !== null)) continue;
      const why = person.active ? "has no phone" : "is inactive";
      const text = `${person.name}, a member of the group ${name}, ${why}.`;
      report("memberNotRung", `${email}, group:${id}`, text, link);
    }
  }
}
