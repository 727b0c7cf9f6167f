import { decideCall } from "../routing/decide-call.ts";
import type { E164 } from "../routing/values.ts";
import { assembleFacts } from "./assemble-facts.ts";
import { assembleWithoutHours } from "./assemble-without-hours.ts";
import { knowNumbers } from "./know-numbers.ts";
import { type Course, courseOf, isSameCourse, sayCourse, sayDifference } from "./plan-words.ts";
import { momentsFinder, type When } from "./preview-moments.ts";
import { staffAsRow } from "./settings-as-rows.ts";
import type { NumberSettings } from "./settings-schema.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** Settings as they are or would be, as far as calls go. */
export type PreviewState = { stored: StoredAccount; ownNumbers: readonly string[] };

/**
 * Callers who are treated alike: a staff member's leads, leads of nobody, one lead, or callers who are no
 * lead. `null` for a user who has none; `leads` 0 for callers who are no lead.
 */
export type CallerGroup = {
  leads: number;
  /** Its only lead, where it is about one. */
  name?: string;
  before: GroupLead | null;
  after: GroupLead | null;
  withheld?: boolean;
};
export type GroupLead = { userId: string | null; blocked: boolean };

export type PreviewEnd = { destination: string; who: string } | null;

/** One difference that a change would make, and to whose calls. */
export type PreviewChange = {
  text: string;
  leads?: number;
  number?: string;
  before: PreviewEnd;
  after: PreviewEnd;
};

/** A caller who is no lead has some phone, which is nobody's. */
const STRANGER = "+10000000000" as E164;
/** Decisions in one go: then others have their turn, calls above all. */
const AT_ONCE = 500;

/**
 * Decides a call of every group to every number as things are and as they would be, by the very code that
 * decides calls, and says the differences: while open, while closed, and where hours are changed, at times at which they
 * say something else (`now` in milliseconds since 1970). Gives way to other work in between by `breathe`.
 */
export async function previewChange(
  before: PreviewState,
  after: PreviewState,
  groups: readonly CallerGroup[],
  now: number,
  breathe: () => Promise<void>,
): Promise<PreviewChange[]> {
  const found = new Map<string, Difference>();
  const old = new Map(before.stored.numbers.map(({ id, settings }) => [id, settings]));
  const from = decider(before);
  const to = decider(after);
  const whensOf = momentsFinder(before.stored, after.stored, now);
  let decided = 0;
  for (const { id, settings } of after.stored.numbers) {
    const was = old.get(id);
    const here = new Map<string, Difference>();
    for (const when of whensOf(was, settings)) {
      for (const group of groups) {
        decided += 1;
        if (decided % AT_ONCE === 0) await breathe();
        const is = to(settings, group, group.after, when);
        const course = was === undefined ? null : from(was, group, group.before, when);
        if (course !== null && isSameCourse(course, is)) continue;
        const said = course === null ? sayCourse(is) : sayDifference(course, is);
        note(here, group, settings, { said, words: said + when.words, from: course, to: is });
      }
    }
    merge(found, here);
  }
  const all = after.stored.numbers.length;
  return [...found.values()].map((difference) => tell(difference, all));
}

type Seen = { said: string; words: string; from: Course | null; to: Course };
type Difference = Seen & { kind: string; groups: CallerGroup[]; numbers: NumberSettings[] };

/** What is said of several groups' calls to one number is said once. */
function note(here: Map<string, Difference>, group: CallerGroup, number: NumberSettings, seen: Seen): void {
  const kind = kindOf(group);
  // What holds while open too, or at an earlier time, need not be said of another.
  for (const { said, groups } of here.values()) if (said === seen.said && groups.includes(group)) return;
  const key = `${kind} ${seen.words}`;
  const known = here.get(key);
  if (known === undefined) here.set(key, { ...seen, kind, groups: [group], numbers: [number] });
  else known.groups.push(group);
}

/** So is what is said of the very same groups' calls to several numbers. */
function merge(found: Map<string, Difference>, here: Map<string, Difference>): void {
  for (const [key, difference] of here) {
    const whole = `${key} ${difference.groups.map(({ after, before }) => after?.userId ?? before?.userId).join()}`;
    const known = found.get(whole);
    if (known === undefined) found.set(whole, difference);
    else known.numbers.push(...difference.numbers);
  }
}

function kindOf({ leads, name, withheld }: CallerGroup): string {
  if (withheld) return "withheld";
  return name ?? (leads > 0 ? "leads" : "strangers");
}

function tell({ words, from, to, groups, numbers }: Difference, all: number): PreviewChange {
  const leads = groups.reduce((sum, one) => sum + one.leads, 0);
  const [number] = numbers;
  const where =
    numbers.length === all && all > 1
      ? "every number"
      : numbers.length > 1
        ? `${numbers.length} numbers`
        : (number?.label ?? number?.number ?? "");
  return {
    text: `${whose(groups[0], leads)} to ${where} ${words}.`,
    ...(leads > 0 ? { leads } : {}),
    ...(numbers.length === 1 && number !== undefined ? { number: number.number } : {}),
    before: from && endOf(from),
    after: endOf(to),
  };
}

function whose(group: CallerGroup | undefined, leads: number): string {
  if (group?.name !== undefined) return `Calls of ${group.name}`;
  if (group?.withheld) return "Calls of withheld callers";
  if (leads === 0) return "Calls of callers who are no leads";
  return `Calls of ${leads.toLocaleString("en")} ${leads === 1 ? "lead" : "leads"}`;
}

function endOf({ steps: [first] }: Course): PreviewEnd {
  return first === undefined ? null : { destination: first.destination, who: first.who };
}

type Decider = (number: NumberSettings, group: CallerGroup, lead: GroupLead | null, when: When) => Course;

/** Decides calls in one state of the settings. */
function decider({ stored, ownNumbers }: PreviewState): Decider {
  const know = knowNumbers(stored, ownNumbers);
  const byId = new Map(stored.staff.map((person) => [person.id, staffAsRow(person)]));
  return (number, { name, withheld }, lead, when) => {
    const known = know(
      number,
      lead && {
        row: { id: "", name: name ?? "a lead", blocked: lead.blocked },
        user: byId.get(lead.userId ?? "") ?? null,
        matches: 1,
      },
    );
    const caller = withheld ? null : STRANGER;
    const facts =
      when.kind === "at"
        ? assembleFacts(known, { caller, at: when.at }, true)
        : assembleWithoutHours(known, caller, when.kind);
    return courseOf(decideCall(facts), facts);
  };
}
