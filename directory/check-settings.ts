import { decideCall } from "../routing/decide-call.ts";
import type { Decision, Reason, RungVerdict } from "../routing/decision.ts";
import type { Facts } from "../routing/facts.ts";
import { assembleFacts } from "./assemble-facts.ts";
import { accountAsRow, numberAsRow, staffAsRow } from "./settings-as-rows.ts";
import type { NumberSettings, StaffSettings } from "./settings-schema.ts";
import type { Stored, StoredAccount } from "./stored-settings.ts";

/** What may be wrong with settings that are each right by themselves. A closed list. */
export const FINDING_CODES = [
  "noNumbers",
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

/** One finding: about what, and a sentence that a manager understands. */
export type SettingsFinding = { code: FindingCode; account: string; about: string; text: string };

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
  const report: Report = (code, about, text) => {
    const key = `${code} ${about} ${code === "leadsReachNobody" ? text : ""}`;
    if (!found.has(key)) found.set(key, { code, account: stored.account.slug, about, text });
  };
  for (const person of stored.staff) checkPerson(person, leadsOf.get(person.id) ?? 0, report);
  for (const number of stored.numbers) {
    checkNumber(snapshot, number.settings, report);
    for (const person of stored.staff) {
      const leads = leadsOf.get(person.id) ?? 0;
      if (leads > 0) checkLeads(snapshot, number.settings, person, leads, report);
    }
  }
  if (stored.numbers.length === 0)
    report("noNumbers", stored.account.slug, "The account has no numbers, so nobody can call it.");
  return [...found.values()];
}

type Report = (code: FindingCode, about: string, text: string) => void;

function checkPerson({ settings }: Stored<StaffSettings>, leads: number, report: Report): void {
  if (leads === 0) return;
  const have = `${leads} ${leads === 1 ? "lead is" : "leads are"} assigned to ${settings.name}`;
  if (!settings.active) report("userInactive", settings.email, `${have}, who is inactive.`);
  else if (settings.phone === null) report("userHasNoPhone", settings.email, `${have}, who has no phone.`);
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

function checkNumber(snapshot: CheckSnapshot, number: NumberSettings, report: Report): void {
  const decision = decideCall(factsFor(snapshot, number, null));
  const name = nameOf(number);
  if (decision.plan.length === 0)
    report("reachesNobody", name, `Callers of ${name} reach nobody: they can only leave a message.`);
  for (const verdict of decision.rungs) reportVerdict(verdict, name, report);
}

/** The leads' own rung only: what stands after it was judged for strangers, unless it comes twice. */
function checkLeads(
  snapshot: CheckSnapshot,
  number: NumberSettings,
  person: Stored<StaffSettings>,
  leads: number,
  report: Report,
): void {
  const decision = decideCall(factsFor(snapshot, number, person));
  const { name: who, email } = person.settings;
  if (decision.plan.length === 0) {
    report(
      "leadsReachNobody",
      email,
      `The ${leads} leads of ${who} who call ${nameOf(number)} reach nobody: they can only leave a message.`,
    );
  }
  const own = decision.rungs.find(({ rung }) => rung === "leadUser");
  // Who has leads without a phone or inactive is named once, with how many leads, not for each number.
  const known: Reason[] = ["userInactive", "userHasNoPhone", "alreadyTried"];
  if (own !== undefined && !known.includes(own.reason)) reportVerdict(own, email, report);
  if (rings(decision, "leadUser")) reportTwice(decision, number, person, report);
}

/** The lead's user ringing as the number's user too is no mistake; through another setting it may be one. */
function reportTwice(
  decision: Decision,
  number: NumberSettings,
  person: Stored<StaffSettings>,
  report: Report,
): void {
  for (const { rung, reason, destination } of decision.rungs) {
    if (reason !== "alreadyTried" || destination !== person.settings.phone) continue;
    if (rung === "numberUser" && number.user === person.settings.email) continue;
    const text = `${destination} is the phone of ${person.settings.name} and ${RUNG_NAMES[rung]} of ${nameOf(number)}: their leads' calls ring it once, not twice.`;
    report("rungTwice", `${person.settings.email}, ${nameOf(number)}`, text);
  }
}

const RUNG_NAMES = {
  leadUser: "the lead's user's phone",
  numberUser: "the number's user's phone",
  forwarding: "the forwarding number",
  company: "the company phone",
};

function reportVerdict(verdict: RungVerdict, about: string, report: Report): void {
  const code = PROBLEMS[verdict.reason];
  if (code !== undefined) report(code, `${about}, ${verdict.rung}`, verdict.text);
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
