import { decideCall } from "../routing/decide-call.ts";
import type { Decision, Reason, RungVerdict } from "../routing/decision.ts";
import type { Facts } from "../routing/facts.ts";
import { assembleFacts } from "./assemble-facts.ts";
import { accountAsRow, numberAsRow, staffAsRow } from "./settings-as-rows.ts";
import type { NumberSettings, StaffSettings } from "./settings-schema.ts";
import type { Stored, StoredAccount } from "./stored-settings.ts";

/** What may be wrong with settings that are each right by themselves. A closed list. */
export const FINDING_CODES = [
  "reachesNobody",
  "leadsReachNobody",
  "wouldLoop",
  "notDialable",
  "countryNotAllowed",
  "rungTwice",
  "overBudget",
  "userInactive",
  "userHasNoPhone",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** The field whose change mends it. */
export type FindingLink = {
  section: "account" | "staff" | "numbers" | "carriers";
  id: string;
  field: string;
};

/** One finding: about what, a sentence that a manager understands, why it is so, and where to mend it. */
export type SettingsFinding = {
  code: FindingCode;
  account: string;
  about: string;
  text: string;
  /** `error`: callers are lost. `warning`: something is not as it was meant. */
  severity: "error" | "warning";
  cause: string;
  link: FindingLink;
};

export type CheckSnapshot = {
  stored: StoredAccount;
  /** How many leads each staff member has, by the member's key. */
  leadsOf: ReadonlyMap<string, number>;
  /** Those of the account's phones that are the installation's own numbers. */
  ownNumbers: readonly string[];
};

/**
 * Looks for callers who would reach nobody, loop, or be rung twice: decides a call to every number, from
 * a stranger and from the leads of each staff member, as a real call would be. Pure.
 */
export function checkSettings(snapshot: CheckSnapshot): SettingsFinding[] {
  const { stored, leadsOf } = snapshot;
  const found = new Map<string, SettingsFinding>();
  const report: Report = (code, about, text, link) => {
    const key = `${code} ${about} ${code === "leadsReachNobody" ? text : ""}`;
    if (found.has(key)) return;
    const account = stored.account.slug;
    found.set(key, { code, account, about, text, ...EXPLAINED[code], link });
  };
  for (const person of stored.staff) checkPerson(person, leadsOf.get(person.id) ?? 0, report);
  for (const number of stored.numbers) {
    checkNumber(snapshot, number, report);
    for (const person of stored.staff) {
      const leads = leadsOf.get(person.id) ?? 0;
      if (leads > 0) checkLeads(snapshot, number, person, leads, report);
    }
  }
  return [...found.values()];
}

type Report = (code: FindingCode, about: string, text: string, link: FindingLink) => void;
type StoredNumber = Stored<NumberSettings>;

const EXPLAINED: Record<FindingCode, Pick<SettingsFinding, "severity" | "cause">> = {
  reachesNobody: { severity: "error", cause: "No rung of its ladder leads to a phone that can be rung." },
  leadsReachNobody: { severity: "error", cause: "No rung leads to a phone that can be rung for them." },
  wouldLoop: { severity: "error", cause: "The phone is one of your own business numbers." },
  notDialable: { severity: "error", cause: "The phone is no number that can or may be dialled." },
  countryNotAllowed: { severity: "error", cause: "The phone's country is not among the allowed ones." },
  rungTwice: { severity: "warning", cause: "One phone stands in two rungs of the ladder." },
  overBudget: { severity: "warning", cause: "The rungs before it use up the ringing of a call." },
  userInactive: { severity: "warning", cause: "Who is inactive is never rung." },
  userHasNoPhone: { severity: "warning", cause: "Without a phone nobody can be rung." },
};

function checkPerson({ id, settings }: Stored<StaffSettings>, leads: number, report: Report): void {
  if (leads === 0) return;
  const have = `${leads} ${leads === 1 ? "lead is" : "leads are"} assigned to ${settings.name}`;
  const link = (field: string): FindingLink => ({ section: "staff", id, field });
  if (!settings.active) report("userInactive", settings.email, `${have}, who is inactive.`, link("active"));
  else if (settings.phone === null)
    report("userHasNoPhone", settings.email, `${have}, who has no phone.`, link("phone"));
}

const PROBLEMS: Partial<Record<Reason, FindingCode>> = {
  wouldLoop: "wouldLoop",
  notDialable: "notDialable",
  countryNotAllowed: "countryNotAllowed",
  overBudget: "overBudget",
  alreadyTried: "rungTwice",
  userInactive: "userInactive",
  userHasNoPhone: "userHasNoPhone",
};

function checkNumber(snapshot: CheckSnapshot, number: StoredNumber, report: Report): void {
  const decision = decideCall(factsFor(snapshot, number.settings, null));
  const name = nameOf(number.settings);
  if (decision.plan.length === 0) {
    const text = `Callers of ${name} reach nobody: they can only leave a message.`;
    report("reachesNobody", name, text, { section: "numbers", id: number.id, field: "forwardingNumber" });
  }
  for (const verdict of decision.rungs)
    reportVerdict(verdict, name, linkOf(snapshot, number, null, verdict), report);
}

/** Where a rung is set: at a person, the number, or the account. */
function linkOf(
  { stored }: CheckSnapshot,
  number: StoredNumber,
  leadUser: Stored<StaffSettings> | null,
  { rung, reason }: Pick<RungVerdict, "rung" | "reason">,
): FindingLink {
  if (reason === "overBudget") return { section: "account", id: stored.id, field: "ringBudgetSeconds" };
  if (rung === "company") return { section: "account", id: stored.id, field: "companyPhone" };
  if (rung === "forwarding") return { section: "numbers", id: number.id, field: "forwardingNumber" };
  const user = stored.staff.find(({ settings }) => settings.email === number.settings.user);
  const person = rung === "leadUser" ? leadUser : user;
  // Which of the two is the one too many only a person can tell: the number is where both are seen.
  if (person == null || reason === "alreadyTried")
    return { section: "numbers", id: number.id, field: "user" };
  return { section: "staff", id: person.id, field: reason === "userInactive" ? "active" : "phone" };
}

/** The leads' own rung only: what stands after it was judged for strangers, unless it comes twice. */
function checkLeads(
  snapshot: CheckSnapshot,
  number: StoredNumber,
  person: Stored<StaffSettings>,
  leads: number,
  report: Report,
): void {
  const decision = decideCall(factsFor(snapshot, number.settings, person));
  const { name: who, email } = person.settings;
  if (decision.plan.length === 0) {
    report(
      "leadsReachNobody",
      email,
      `The ${leads} leads of ${who} who call ${nameOf(number.settings)} reach nobody: they can only leave a message.`,
      { section: "staff", id: person.id, field: "phone" },
    );
  }
  const own = decision.rungs.find(({ rung }) => rung === "leadUser");
  // Who has leads without a phone or inactive is named once, with how many leads, not for each number.
  const known: Reason[] = ["userInactive", "userHasNoPhone", "alreadyTried"];
  if (own !== undefined && !known.includes(own.reason))
    reportVerdict(own, email, linkOf(snapshot, number, person, own), report);
  if (rings(decision, "leadUser")) reportTwice(snapshot, decision, number, person, report);
}

/** The lead's user ringing as the number's user too is no mistake; through another setting it may be one. */
function reportTwice(
  snapshot: CheckSnapshot,
  decision: Decision,
  number: StoredNumber,
  person: Stored<StaffSettings>,
  report: Report,
): void {
  for (const { rung, reason, destination } of decision.rungs) {
    if (reason !== "alreadyTried" || destination !== person.settings.phone) continue;
    if (rung === "numberUser" && number.settings.user === person.settings.email) continue;
    const text = `${destination} is the phone of ${person.settings.name} and ${RUNG_NAMES[rung]} of ${nameOf(number.settings)}: their leads' calls ring it once, not twice.`;
    const link = linkOf(snapshot, number, person, { rung, reason });
    report("rungTwice", `${person.settings.email}, ${nameOf(number.settings)}`, text, link);
  }
}

const RUNG_NAMES = {
  leadUser: "the lead's user's phone",
  numberUser: "the number's user's phone",
  forwarding: "the forwarding number",
  company: "the company phone",
};

function reportVerdict(verdict: RungVerdict, about: string, link: FindingLink, report: Report): void {
  const code = PROBLEMS[verdict.reason];
  if (code !== undefined) report(code, `${about}, ${verdict.rung}`, verdict.text, link);
}

function rings(decision: Decision, rung: RungVerdict["rung"]): boolean {
  return decision.rungs.some((verdict) => verdict.rung === rung && verdict.verdict === "ring");
}

function factsFor(
  { stored, ownNumbers }: CheckSnapshot,
  number: NumberSettings,
  person: Stored<StaffSettings> | null,
): Facts {
  const user = stored.staff.find(({ settings }) => settings.email === number.user);
  const lead = person && {
    row: { id: "", name: `of ${person.settings.name}`, blocked: false },
    user: staffAsRow(person),
    matches: 1,
  };
  const known = {
    // Whether withheld callers are let in is not the question.
    account: { ...accountAsRow(stored), reject_withheld: false },
    number: numberAsRow(number),
    numberUser: user === undefined ? null : staffAsRow(user),
    lead,
    ownNumbers,
  };
  return assembleFacts(known, null, true);
}

function nameOf({ number, label }: NumberSettings): string {
  return label === null ? number : `${label} (${number})`;
}
