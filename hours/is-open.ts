import { Temporal } from "temporal-polyfill";
import { isOpenAt, type Schedule, spansOf } from "./schedule.ts";
import { DAY_MINUTES } from "./weekly-hours.ts";

/** What hours say at a moment. Times are in milliseconds since 1970. */
export type OpenState = {
  open: boolean;
  /** Since when it is so; null where it was so for over a year. */
  since: number | null;
  /** Until when it stays so; null where it does for over a year. */
  until: number | null;
  /** The holiday or days off that this date is one of, also where it has hours of its own. */
  exception: { name: string | null; closed: boolean } | null;
};

/** How far is looked back and ahead. */
const HORIZON_DAYS = 400;
const MINUTE_MS = 60_000;
const ALWAYS: OpenState = { open: true, since: null, until: null, exception: null };

/**
 * Whether hours are open at a moment, since when and until when. The clock on the wall decides: what is opened from
 * 02:30 in a night that has no 02:30 is opened with the first minute after, and an hour that comes twice is open twice.
 */
export function isOpen(schedule: Schedule, at: number): OpenState {
  if (schedule.week === null && schedule.exceptions.size === 0) return ALWAYS;
  const known = lastAnswers.get(schedule);
  if (known !== undefined && known.from <= at && at < known.to) return known.state;
  const now = wallClock(at, schedule.zone);
  const exception = schedule.exceptions.get(now.day);
  const state: OpenState = {
    open: isOpenAt(schedule, now.day, now.minute),
    since: findEdge(schedule, now.day, at, -1),
    until: findEdge(schedule, now.day, at, 1),
    exception:
      exception === undefined ? null : { name: exception.name, closed: exception.spans.length === 0 },
  };
  const [from, to] = [startOf(now.day, schedule.zone), startOf(now.day + 1, schedule.zone)];
  lastAnswers.set(schedule, {
    from: Math.max(from, state.since ?? from),
    to: Math.min(to, state.until ?? to),
    state,
  });
  return state;
}

/** What was answered last stays true until the next edge or the next date. */
const lastAnswers = new WeakMap<Schedule, { from: number; to: number; state: OpenState }>();

/** The nearest moment after `at` (or before or at it, backwards) at which the state changes. */
function findEdge(schedule: Schedule, today: number, at: number, step: 1 | -1): number | null {
  for (let away = -1; away <= HORIZON_DAYS; away += 1) {
    const day = today + away * step;
    if (isUniform(schedule, day) && isUniform(schedule, day + step)) continue;
    // Two days at once: where clocks go back over midnight, moments of one lie between those of the other.
    const moments = [...momentsOf(schedule, day), ...momentsOf(schedule, day + step)]
      .filter((moment) => (step > 0 ? moment > at : moment <= at))
      .sort((one, other) => (one - other) * step);
    const edge = moments.find((moment) => stateAt(schedule, moment) !== stateAt(schedule, moment - 1));
    if (edge !== undefined) return edge;
  }
  return null;
}

/** Whether nothing can change on a day: it and its neighbours are closed throughout, or open throughout. */
function isUniform(schedule: Schedule, day: number): boolean {
  const around = [day - 1, day, day + 1].map((one) => spansOf(schedule, one));
  if (around.every((spans) => spans.length === 0)) return true;
  return around.every(([first]) => first?.from === 0 && first.to === DAY_MINUTES);
}

/** The moments of a day at which the state may change: where spans begin and end, and where clocks are changed. */
function* momentsOf(schedule: Schedule, day: number): Generator<number> {
  const { zone } = schedule;
  const begin = startOf(day, zone);
  const ordinary = hasAllHours(day, zone);
  yield begin;
  if (!ordinary) {
    const before = Temporal.Instant.fromEpochMilliseconds(begin - 1).toZonedDateTimeISO(zone);
    const change = before.getTimeZoneTransition("next");
    if (change !== null) yield change.epochMilliseconds;
  }
  for (const { from, to } of spansOf(schedule, day)) {
    for (const minutes of [from, to]) {
      if (ordinary && (minutes <= DAY_MINUTES || hasAllHours(day + 1, zone)))
        yield begin + minutes * MINUTE_MS;
      else yield* wallTimes(day, minutes, zone);
    }
  }
}

/** When the clock on the wall shows a time: twice where it shows it twice. */
function wallTimes(day: number, minutes: number, zone: string): number[] {
  const wall = dateTimeOf(day).add({ minutes });
  return (["earlier", "later"] as const).map(
    (disambiguation) => wall.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  );
}

/** Whether no clock is changed on a day: then its minutes can be counted from its begin. */
function hasAllHours(day: number, zone: string): boolean {
  return startOf(day + 1, zone) - startOf(day, zone) === DAY_MINUTES * MINUTE_MS;
}

function stateAt(schedule: Schedule, at: number): boolean {
  const { day, minute } = wallClock(at, schedule.zone);
  return isOpenAt(schedule, day, minute);
}

function wallClock(at: number, zone: string): { day: number; minute: number } {
  const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const day = Date.UTC(clock.year, clock.month - 1, clock.day) / 86_400_000;
  return { day, minute: clock.hour * 60 + clock.minute };
}

function startOf(day: number, zone: string): number {
  const days = starts.get(zone) ?? new Map<number, number>();
  if (days.size >= REMEMBERED_DAYS) days.clear();
  const start = days.get(day) ?? dateTimeOf(day).toZonedDateTime(zone).startOfDay().epochMilliseconds;
  days.set(day, start);
  starts.set(zone, days);
  return start;
}

/** By zone: every account's hours of one zone begin their days together. */
const starts = new Map<string, Map<number, number>>();
const REMEMBERED_DAYS = 1_000;

function dateTimeOf(day: number): Temporal.PlainDateTime {
  return new Temporal.PlainDateTime(1970, 1, 1).add({ days: day });
}
