import { isOpen } from "./is-open.ts";
import { dateOf, hasHours, type Schedule } from "./schedule.ts";

const DAY_MS = 86_400_000;
/** A week and a day: what happens on a weekday happens within it. */
const AHEAD_MS = 8 * DAY_MS;
/** More openings than this in the time looked at show nothing new. */
const EDGES_MAX = 60;
const DATES_MAX = 4;

/** The moments from `from` to `to` at which a schedule opens or closes. */
export function edgesBetween(schedule: Schedule, from: number, to: number): number[] {
  const edges: number[] = [];
  for (let at = isOpen(schedule, from).until; at !== null && at < to; at = isOpen(schedule, at).until) {
    edges.push(at);
    if (edges.length === EDGES_MAX) break;
  }
  return edges;
}

/**
 * Coming moments worth comparing two schedules at, in their order: now, and where one of them opens or closes in the next
 * days, after one of the moments `also`, and around dates that are an exception in one of them only. `others`: schedules
 * whose openings are moments to look at too.
 */
export function findMoments(
  [was, is]: readonly [Schedule, Schedule],
  now: number,
  { others = [], also = [] }: { others?: readonly Schedule[]; also?: readonly number[] } = {},
): number[] {
  const all = [...new Set([was, is, ...others])].filter(hasHours);
  const windows = [
    { from: now, to: now + AHEAD_MS },
    ...also.filter((at) => at > now).map((at) => ({ from: at, to: at + 2 * DAY_MS })),
    ...changedDates(was, is, now),
  ];
  const moments = windows.flatMap(({ from, to }) => [
    from,
    ...all.flatMap((schedule) => edgesBetween(schedule, from, to)),
  ]);
  return [...new Set(moments)].sort((one, other) => one - other);
}

/** Around each of the first such dates: whatever the zone, all of it. */
function changedDates(was: Schedule, is: Schedule, now: number): { from: number; to: number }[] {
  const spans = (schedule: Schedule, day: number) =>
    JSON.stringify(schedule.exceptions.get(day)?.spans ?? null);
  return [...new Set([...was.exceptions.keys(), ...is.exceptions.keys()])]
    .filter((day) => (day + 2) * DAY_MS > now && spans(was, day) !== spans(is, day))
    .sort((one, other) => one - other)
    .slice(0, DATES_MAX)
    .map((day) => Date.parse(`${dateOf(day)}T00:00:00Z`))
    .map((begin) => ({ from: Math.max(now, begin - DAY_MS / 2), to: begin + 2 * DAY_MS }));
}
