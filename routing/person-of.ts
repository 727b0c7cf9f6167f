import type { Facts, Person } from "./facts.ts";
import { type E164, groupIdOf, type Rung } from "./values.ts";

/** Who is rung on a rung at this phone; null where it is a place of the business. */
export function personOf(rung: Rung, phone: E164 | undefined, facts: Facts): Person | null {
  if (rung === "leadUser") return facts.lead?.user ?? null;
  if (rung === "numberUser") return facts.number.user;
  if (rung === "lastContact") return facts.lead?.lastContact ?? null;
  const group = facts.groups.find(({ id }) => id === groupIdOf(rung));
  return group?.members.find((member) => member.phone?.phone === phone) ?? null;
}
