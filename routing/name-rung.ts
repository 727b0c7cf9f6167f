import { type GroupRung, groupIdOf, type PlainRung, type Rung } from "./values.ts";

const NAMES: Record<PlainRung, string> = {
  leadUser: "the lead's user",
  numberUser: "the number's user",
  forwarding: "the forwarding number",
  company: "the company phone",
  onCall: "the on-call phone",
  lastContact: "the lead's last contact",
};

/** A rung in words, as they stand within a sentence. `groups`: the groups that may be meant, for their names. */
export function nameRung(rung: Rung, groups: readonly { id: string; name: string }[] = []): string {
  const id = groupIdOf(rung);
  if (id === null) return NAMES[rung as PlainRung];
  return `the group ${groups.find((one) => one.id === id)?.name ?? id}`;
}

/** The phone of a rung in words: a person's is theirs, a place is one. */
export function namePhoneOf(rung: Exclude<Rung, GroupRung>): string {
  const isPlace = rung === "forwarding" || rung === "company" || rung === "onCall";
  return isPlace ? NAMES[rung] : `${NAMES[rung]}'s phone`;
}
