import type { Facts } from "../routing/facts.ts";
import type { E164 } from "../routing/values.ts";
import { assembleFacts, type Known, type StaffRow } from "./assemble-facts.ts";

/**
 * The facts of a call while everybody is there: at a time when the business is open, or closed. For what holds whatever
 * the hours are.
 */
export function assembleWithoutHours(known: Known, caller: E164 | null, when: "open" | "closed"): Facts {
  const lead = known.lead && { ...known.lead, user: alwaysThere(known.lead.user) };
  const timeless: Known = {
    ...known,
    account: { ...known.account, hours: null, holidays: "[]" },
    number: { ...known.number, hours: null },
    numberUser: alwaysThere(known.numberUser),
    lead,
    groups: known.groups.map((group) => ({
      ...group,
      members: group.members.map(alwaysThere).filter((member) => member !== null),
    })),
    owners: [],
  };
  const facts = assembleFacts(timeless, { caller, at: 0 }, true);
  return when === "open" ? facts : { ...facts, closed: "The business is closed." };
}

function alwaysThere(person: StaffRow | null): StaffRow | null {
  return person && { ...person, hours: null, days_off: "[]", away_until: null };
}
