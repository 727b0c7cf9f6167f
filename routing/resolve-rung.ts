import type { Reason } from "./decision.ts";
import type { Destination, Facts, Person } from "./facts.ts";
import type { PlainRung } from "./values.ts";

/** Where a rung leads, before anything else about the call is considered. */
export type Resolved =
  | { found: true; destination: Destination; person: Person | null; who: string }
  | { found: false; reason: Reason; text: string; unavailable?: Person };

/** Finds the destination that a rung means, or why it means none. Pure. */
export function resolveRung(rung: PlainRung, facts: Facts): Resolved {
  switch (rung) {
    case "leadUser":
      return resolveLeadUser(facts);
    case "numberUser": {
      const user = facts.number.user;
      if (user === null) return none("notSet", "This number has no user.");
      return resolvePerson(user, `${user.name}, this number's user,`);
    }
    case "forwarding":
      if (facts.number.forwarding === null) return none("notSet", "This number has no forwarding number.");
      return place(facts.number.forwarding, `The forwarding number ${facts.number.forwarding.phone}`);
    case "company":
      if (facts.account.companyPhone === null) return none("notSet", "The company phone is not set.");
      return place(facts.account.companyPhone, `The company phone ${facts.account.companyPhone.phone}`);
    case "onCall":
      if (facts.account.onCallPhone === null) return none("notSet", "The on-call phone is not set.");
      return place(facts.account.onCallPhone, `The on-call phone ${facts.account.onCallPhone.phone}`);
    case "lastContact":
      return resolveLastContact(facts);
  }
}

function resolveLeadUser(facts: Facts): Resolved {
  if (facts.lead === null) return noLead(facts);
  const { user, name } = facts.lead;
  if (user === null) return none("leadHasNoUser", `The lead ${name} is not assigned to anyone.`);
  return resolvePerson(user, `${user.name}, to whom the lead ${name} is assigned,`);
}

function resolveLastContact(facts: Facts): Resolved {
  if (facts.lead === null) return noLead(facts);
  const { lastContact, name } = facts.lead;
  if (lastContact === null) {
    const days = facts.account.lastContactDays;
    const time = days === 1 ? "the last day" : `the last ${days} days`;
    return none("noContact", `Nobody has talked or written to ${name} in ${time}.`);
  }
  return resolvePerson(lastContact, `${lastContact.name}, who was last in contact with ${name},`);
}

function noLead(facts: Facts): Resolved {
  if (facts.degraded) return none("noLead", "Leads could not be looked up while the database was away.");
  if (facts.caller.phone === null)
    return none("noLead", "The caller's number is withheld, so no lead is known.");
  return none("noLead", "The caller is not one of your leads.");
}

/** The phone of a person, or why they are not to be rung now; `who` begins the sentence about them. */
export function resolvePerson(person: Person, who: string): Resolved {
  // A person who is off must not be rung through a side door either, so their phone is handed on.
  if (!person.active) {
    return { ...none("userInactive", `${who} is inactive.`), unavailable: person };
  }
  if (person.phone === null) return none("userHasNoPhone", `${who} has no phone.`);
  if (person.absence !== null) {
    const { reason, text } = person.absence;
    return { ...none(reason, `${who} ${text}.`), unavailable: person };
  }
  return { found: true, destination: person.phone, person, who };
}

function place(destination: Destination, who: string): Resolved {
  return { found: true, destination, person: null, who };
}

function none(reason: Reason, text: string): { found: false; reason: Reason; text: string } {
  return { found: false, reason, text };
}
