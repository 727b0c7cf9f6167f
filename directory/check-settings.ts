import { decideCall } from "../routing/decide-call.ts";
import type { Decision, Reason, RungVerdict } from "../routing/decision.ts";
import type { Facts } from "../routing/facts.ts";
import { namePhoneOf } from "../routing/name-rung.ts";
import { groupIdOf, type PlainRung } from "../routing/values.ts";
import { assembleWithoutHours } from "./assemble-without-hours.ts";
import { checkHours } from "./check-hours.ts";
import { checkPaces } from "./check-paces.ts";
import { checkUnwanted } from "./check-unwanted.ts";
import { findUnreachableStaff } from "./find-unreachable-staff.ts";
import { findWeakGroups } from "./find-weak-groups.ts";
import {
  type CheckSnapshot,
  EXPLAINED,
  type FindingCode,
  type FindingLink,
  nameNumber,
  type Report,
  type SettingsFinding,
} from "./finding.ts";
import { type KnowNumber, knowNumbers } from "./know-numbers.ts";
import { staffAsRow } from "./settings-as-rows.ts";
import { type NumberSettings, STRAIGHT_TO_VOICEMAIL, type StaffSettings } from "./settings-schema.ts";
import type { Stored } from "./stored-settings.ts";

export { type CheckSnapshot, FINDING_CODES, type FindingLink, type SettingsFinding } from "./finding.ts";

/**
 * Looks for callers who would reach nobody, loop, or be rung twice: decides a call to every number, from
 * a stranger and from the leads of each staff member, as a real call would be. Pure.
 */
export function checkSettings(snapshot: CheckSnapshot): SettingsFinding[] {
  const { stored, leadsOf } = snapshot;
  const know = knowNumbers(stored, snapshot.ownNumbers);
  const found = new Map<string, SettingsFinding>();
  const report: Report = (code, about, text, link) => {
    const key = `${code} ${about} ${code === "leadsReachNobody" ? text : ""}`;
    if (found.has(key)) return;
    const account = stored.account.slug;
    found.set(key, { code, account, about, text, ...EXPLAINED[code], link });
  };
  for (const person of stored.staff) checkPerson(person, leadsOf.get(person.id) ?? 0, report);
  for (const number of stored.numbers) {
    checkNumber(snapshot, know, number, report);
    for (const person of stored.staff) {
      const leads = leadsOf.get(person.id) ?? 0;
      if (leads > 0) checkLeads(snapshot, know, { number, person, leads }, report);
    }
  }
  checkHours(snapshot, know, report);
  checkCallbackLine(stored, report);
  findWeakGroups(snapshot, report);
  findUnreachableStaff(snapshot, report);
  checkUnwanted(snapshot, report);
  checkPaces(snapshot, report);
  return [...found.values()];
}

/** Whoever wants callbacks to go on to somebody has to say to whom. */
function checkCallbackLine({ id, account, staff }: CheckSnapshot["stored"], report: Report): void {
  if (account.callbacks.escalateAfterMinutes === null) return;
  if (staff.some(({ settings }) => settings.active && settings.callbackPlace !== null)) return;
  const text =
    "Callbacks that nobody takes care of in time go to nobody: no active staff member has a place in line.";
  report("nobodyInLine", "callbacks", text, { section: "account", id, field: "callbacks" });
}

type StoredNumber = Stored<NumberSettings>;

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

function checkNumber(snapshot: CheckSnapshot, know: KnowNumber, number: StoredNumber, report: Report): void {
  const decision = decideCall(factsFor(know, number.settings, null));
  const name = nameNumber(number.settings);
  if (decision.plan.length === 0) {
    const text = `Callers of ${name} reach nobody: they can only leave a message.`;
    report("reachesNobody", name, text, { section: "numbers", id: number.id, field: "forwardingNumber" });
  }
  for (const verdict of decision.rungs)
    reportVerdict(verdict, name, linkOf(snapshot, number, null, verdict), report);
  checkMenu(know, number, report);
}

/** Keys that are to ring somebody, and don't. */
function checkMenu(know: KnowNumber, { id, settings }: StoredNumber, report: Report): void {
  for (const { key, label, to } of settings.menu?.choices ?? []) {
    const { plan } = decideCall({ ...factsFor(know, settings, null), menuKey: key });
    if (plan.length > 0 || to === STRAIGHT_TO_VOICEMAIL) continue;
    const name = nameNumber(settings);
    const text = `Callers of ${name} who press ${key} for ${label} reach nobody: they can only leave a message.`;
    report("reachesNobody", `${name}, key ${key}`, text, { section: "numbers", id, field: "menu" });
  }
}

/** Where a rung is set: at a person, the number, or the account. */
function linkOf(
  { stored }: CheckSnapshot,
  number: StoredNumber,
  leadUser: Stored<StaffSettings> | null,
  { rung, reason }: Pick<RungVerdict, "rung" | "reason">,
): FindingLink {
  if (reason === "overBudget") return { section: "account", id: stored.id, field: "ringBudgetSeconds" };
  // What is wrong with a member is found of each by itself.
  if (groupIdOf(rung) !== null) return { section: "account", id: stored.id, field: "groups" };
  if (rung === "onCall") return { section: "account", id: stored.id, field: "onCallPhone" };
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
  know: KnowNumber,
  { number, person, leads }: { number: StoredNumber; person: Stored<StaffSettings>; leads: number },
  report: Report,
): void {
  const decision = decideCall(factsFor(know, number.settings, person));
  const { name: who, email } = person.settings;
  if (decision.plan.length === 0) {
    report(
      "leadsReachNobody",
      email,
      `The ${leads} leads of ${who} who call ${nameNumber(number.settings)} reach nobody: they can only leave a message.`,
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
    // That somebody is a member of a group as well is what groups are for.
    if (groupIdOf(rung) !== null) continue;
    if (rung === "numberUser" && number.settings.user === person.settings.email) continue;
    const text = `${destination} is the phone of ${person.settings.name} and ${namePhoneOf(rung as PlainRung)} of ${nameNumber(number.settings)}: their leads' calls ring it once, not twice.`;
    const link = linkOf(snapshot, number, person, { rung, reason });
    report("rungTwice", `${person.settings.email}, ${nameNumber(number.settings)}`, text, link);
  }
}

function reportVerdict(verdict: RungVerdict, about: string, link: FindingLink, report: Report): void {
  const code = PROBLEMS[verdict.reason];
  const isMembers = code === "userInactive" || code === "userHasNoPhone" || code === "rungTwice";
  if (isMembers && groupIdOf(verdict.rung) !== null) return;
  if (code !== undefined) report(code, `${about}, ${verdict.rung}`, verdict.text, link);
}

function rings(decision: Decision, rung: RungVerdict["rung"]): boolean {
  return decision.rungs.some((verdict) => verdict.rung === rung && verdict.verdict === "ring");
}

function factsFor(know: KnowNumber, number: NumberSettings, person: Stored<StaffSettings> | null): Facts {
  const lead = person && {
    row: { id: "", name: `of ${person.settings.name}`, blocked: false },
    user: staffAsRow(person),
    matches: 1,
  };
  const known = know(number, lead);
  // Whether withheld callers are let in is not the question.
  const account = { ...known.account, reject_withheld: false };
  return assembleWithoutHours({ ...known, account }, null, "open");
}
