import type { MemberVerdict, RungVerdict } from "./decision.ts";
import type { Facts, GroupFacts, Person } from "./facts.ts";
import {
  callerIdOf,
  grant,
  ringSecondsOf,
  screeningOf,
  shutDoor,
  skipped,
  type Walk,
  whyNotRung,
} from "./judge-phone.ts";
import { listNames } from "./list-names.ts";
import { type Resolved, resolvePerson } from "./resolve-rung.ts";
import type { GroupOrder, Rung, Seconds } from "./values.ts";

type Reachable = Resolved & { found: true; person: Person };

/** Judges a rung that is a group: each member by the rules for any person, and how those who ring do so. Pure. */
export function judgeGroup(rung: Rung, id: string, facts: Facts, walk: Walk): RungVerdict {
  const group = facts.groups.find((one) => one.id === id);
  if (group === undefined) return skipped(rung, "notSet", `There is no group ${id} any more.`);
  if (group.members.length === 0) return skipped(rung, "notSet", `The group ${group.name} has no members.`);
  const order = orderOf(group);
  const { members, how } =
    group.order === "together"
      ? ringTogether(rung, group, order, facts, walk)
      : ringOneByOne(rung, group.order, order, facts, walk);
  const ringing = members.filter(({ verdict }) => verdict === "ring");
  const off = members.filter(({ verdict }) => verdict === "skipped").map(({ text }) => text);
  const [first] = members;
  if (ringing.length === 0) {
    const text = `Nobody in the group ${group.name} can be rung. ${off.join(" ")}`;
    return { ...skipped(rung, first?.reason ?? "notSet", text), members };
  }
  return {
    rung,
    verdict: "ring",
    reason: "rings",
    seconds: secondsOf(group.order, ringing),
    text: [`The group ${group.name} rings ${how}.`, ...off].join(" "),
    members,
  };
}

/** The verdicts, and the words that go on after "rings". */
type Judged = { members: MemberVerdict[]; how: string };

/** All that can be rung, at once, for the same time. */
function ringTogether(
  rung: Rung,
  group: GroupFacts,
  order: readonly Person[],
  facts: Facts,
  walk: Walk,
): Judged {
  const found: Reachable[] = [];
  const members = order.map((person): MemberVerdict | Reachable => {
    const judged = judgeMember(person, facts, walk);
    if (!("found" in judged)) return judged;
    found.push(judged);
    walk.closed.set(judged.destination.phone, "that phone was already tried");
    return judged;
  });
  if (found.length === 0) return { members: members.filter((one) => "verdict" in one), how: "" };
  const { granted, cut } = grant(group.ringSeconds ?? ringSecondsOf(null, facts), facts, walk);
  walk.plan.push({
    rung,
    destinations: found.map(({ destination }) => destination.phone),
    seconds: granted,
    screening: found.some(({ person }) => screeningOf(rung, person, facts)),
    callerId: found.every(({ person }) => callerIdOf(person, facts) === "caller") ? "caller" : "business",
  });
  return {
    members: members.map((one) => ("verdict" in one ? one : rings(one, granted, cut))),
    how: `together for ${granted} s${cut}: ${listNames(found.map(({ person }) => person.name))}`,
  };
}

/** One after the other, each for their own time. */
function ringOneByOne(
  rung: Rung,
  order: Exclude<GroupOrder, "together">,
  people: readonly Person[],
  facts: Facts,
  walk: Walk,
): Judged {
  const said: string[] = [];
  const members = people.map((person) => {
    const judged = judgeMember(person, facts, walk);
    if (!("found" in judged)) return judged;
    const { granted, cut } = grant(ringSecondsOf(person, facts), facts, walk);
    walk.closed.set(judged.destination.phone, "that phone was already tried");
    walk.plan.push({
      rung,
      destinations: [judged.destination.phone],
      seconds: granted,
      screening: screeningOf(rung, person, facts),
      callerId: callerIdOf(person, facts),
    });
    said.push(`${person.name} for ${granted} s${cut}`);
    return rings(judged, granted, cut);
  });
  return { members, how: `${ORDER_WORDS[order]}: ${said.join(", then ")}` };
}

function judgeMember(person: Person, facts: Facts, walk: Walk): MemberVerdict | Reachable {
  const { name } = person;
  const resolved = resolvePerson(person, name);
  if (!resolved.found) {
    shutDoor(resolved, walk);
    return { name, verdict: "skipped", reason: resolved.reason, text: resolved.text };
  }
  const obstacle = whyNotRung(resolved, facts, walk);
  if (obstacle === null) return { ...resolved, person };
  return { name, verdict: "skipped", ...obstacle, destination: resolved.destination.phone };
}

function rings({ person, destination }: Reachable, granted: Seconds, cut: string): MemberVerdict {
  return {
    name: person.name,
    verdict: "ring",
    reason: "rings",
    destination: destination.phone,
    seconds: granted,
    text: `${person.name} rings for ${granted} s${cut}.`,
  };
}

/**
 * The members in the order in which they are tried. Whose turn it is goes round those who can take calls at all, so that
 * nobody gets the calls of a colleague who is away on top of their own.
 */
function orderOf({ order, turn, members }: GroupFacts): Person[] {
  if (order === "longestIdle") {
    // Who has not talked yet has been idle the longest.
    return members.toSorted((one, other) => (one.idleSince ?? 0) - (other.idleSince ?? 0));
  }
  if (order !== "inTurn") return [...members];
  const there = members.filter((one) => one.active && one.phone !== null && one.absence === null);
  const away = members.filter((one) => !there.includes(one));
  const first = there.length === 0 ? 0 : turn % there.length;
  return [...there.slice(first), ...there.slice(0, first), ...away];
}

function secondsOf(order: GroupOrder, ringing: readonly MemberVerdict[]): Seconds {
  const all = ringing.map(({ seconds = 0 }) => seconds);
  return (order === "together" ? Math.max(...all) : all.reduce((sum, one) => sum + one, 0)) as Seconds;
}

const ORDER_WORDS: Record<Exclude<GroupOrder, "together">, string> = {
  inTurn: "in turn",
  longestIdle: "with the longest idle first",
  fixed: "in its order",
};
