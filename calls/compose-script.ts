import type { Decision, PlanEntry } from "../routing/decision.ts";
import type { Facts, Person } from "../routing/facts.ts";
import { callerIdOf, screeningOf } from "../routing/judge-phone.ts";
import { nameRung } from "../routing/name-rung.ts";
import { personOf } from "../routing/person-of.ts";
import type { AccountId, CallId, E164 } from "../routing/values.ts";
import type { Script, ScriptMenu, ScriptStep, Target } from "./script.ts";

/** Long names would make the URLs long that carry them; carriers cut off at about 2,000 characters. */
const NAME_MAX = 60;
const WHISPER_MAX = 200;
/** There may be ten of them. */
const MEMBER_MAX = 30;

/** Writes the script of a decided call: the plan, with the words that people will hear. */
export function composeScript(
  call: { callId: CallId; accountId: AccountId; at: number },
  facts: Facts,
  decision: Decision,
): Script {
  const whisper = whisperOnce(facts);
  return {
    callId: call.callId,
    accountId: call.accountId,
    business: facts.number.number,
    caller: facts.caller.phone,
    startedAt: call.at,
    menu: menuOf(facts, decision),
    steps: decision.plan.map((entry) => composeStep(entry, facts, whisper)),
    ending: decision.ending,
    greeting: chooseGreeting(facts),
    recordingNotice: decision.plan.length === 0 ? null : facts.number.recordingNotice,
  };
}

/** The menu, for a call that has not been asked yet. */
function menuOf({ number: { menu }, menuKey }: Facts, { menuText, ending }: Decision): ScriptMenu | null {
  if (menu === null || menuKey !== null || menuText === "" || ending === "reject") return null;
  return { greeting: menu.greeting, keys: menu.choices.map(({ key }) => key).join("") };
}

/** The script of a call that could not be decided: the caller is asked for a message. */
export function composeSafeScript(
  call: Pick<Script, "callId" | "accountId" | "business" | "caller" | "startedAt">,
): Script {
  return {
    ...call,
    menu: null,
    steps: [],
    ending: "voicemail",
    greeting: builtInGreeting(""),
    recordingNotice: null,
  };
}

/**
 * What the caller hears before leaving a message: of the lead's user, else the number's, else the account's, whoever was
 * rung (product.md §4). Who does not work here any more greets nobody.
 */
export function chooseGreeting({ lead, number, account }: Facts): string {
  const user = lead?.user?.active ? lead.user : null;
  return user?.greeting ?? number.greeting ?? account.greeting ?? builtInGreeting(account.name);
}

/** Heard where no greeting of one's own is set (product.md §4). */
export function builtInGreeting(accountName: string): string {
  const reached = accountName === "" ? "" : `You have reached ${clip(accountName, NAME_MAX)}. `;
  return `${reached}Nobody can take your call right now. Please leave a message after the tone, then press the pound key.`;
}

type Whisper = (person: Person | null) => string;

function composeStep(entry: PlanEntry, facts: Facts, whisper: Whisper): ScriptStep {
  const { rung, seconds, destinations } = entry;
  return { rung, seconds, targets: destinations.map((phone) => composeTarget(entry, phone, facts, whisper)) };
}

function composeTarget(entry: PlanEntry, destination: E164, facts: Facts, whisper: Whisper): Target {
  const { rung, screening, callerId, destinations } = entry;
  const person = personOf(rung, destination, facts);
  const together = destinations.length > 1;
  return {
    destination,
    // Of several phones each goes by its own owner's wishes; what stands in the plan is said of them all.
    screening: together ? screeningOf(rung, person, facts) : screening,
    callerId: together ? callerIdOf(person, facts) : callerId,
    who: clip(person?.name ?? nameRung(rung, facts.groups), together ? MEMBER_MAX : NAME_MAX),
    whisper: whisper(person),
    staffId: person?.id ?? null,
  };
}

/** Of however many people are rung, only the lead's own user is told something else. */
function whisperOnce(facts: Facts): Whisper {
  const said: { own?: string; others?: string } = {};
  return (person) => {
    const whose = isOwnLead(facts, person) ? "own" : "others";
    said[whose] ??= composeWhisper(facts, person);
    return said[whose];
  };
}

function isOwnLead({ lead }: Facts, person: Person | null): boolean {
  return lead !== null && lead.user !== null && lead.user.id === person?.id;
}

/** "Anna Berg, your lead, is calling the Leeds line." A number may have a sentence of its own, or none. */
export function composeWhisper(facts: Facts, person: Person | null): string {
  const campaign = clip(facts.outreach?.campaign?.name ?? "", NAME_MAX);
  const after = campaign === "" ? "" : ", calling back after {campaign}";
  const template = facts.number.whisper ?? `{caller} is calling {line}${after}.`;
  const line = facts.number.label === null ? facts.account.name : `the ${facts.number.label}`;
  const fields: Record<string, string> = {
    caller: clip(callerInWords(facts, person), NAME_MAX * 2),
    lead: clip(facts.lead?.name ?? "", NAME_MAX),
    line: clip(line.replace(/^the the /i, "the "), NAME_MAX),
    business: clip(facts.account.name, NAME_MAX),
    campaign,
  };
  const filled = template.replace(/\{(\w+)\}/g, (whole, field: string) => fields[field] ?? whole);
  return clip(filled.trim(), WHISPER_MAX);
}

function callerInWords(facts: Facts, person: Person | null): string {
  if (facts.lead === null) return facts.caller.phone === null ? "A withheld caller" : "A new caller";
  const { name, user } = facts.lead;
  if (user === null) return `${name}, a lead of nobody yet,`;
  return isOwnLead(facts, person) ? `${name}, your lead,` : `${name}, a lead of ${user.name},`;
}

function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}
