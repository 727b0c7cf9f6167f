import {
  DAY_MINUTES,
  type DaysOff,
  type Holiday,
  readSpan,
  type Span,
  WEEKDAYS,
  type WeeklyHours,
} from "./weekly-hours.ts";

/** A day that is not as its weekday is: a holiday, or a day off. */
export type Exception = { name: string | null; spans: readonly Span[] };

/** Hours made ready for being asked. */
export type Schedule = {
  zone: string;
  /** By weekday from Monday; null: always open, but for exceptions. */
  week: readonly (readonly Span[])[] | null;
  /** By day, counted from 1 January 1970. */
  exceptions: ReadonlyMap<number, Exception>;
};

/** JSON text, as settings are stored: the key by which what was read is found again. */
export type ScheduleText = {
  zone: string;
  /** WeeklyHours; null: always open. */
  hours: string | null;
  /** Holidays or DaysOff. */
  exceptions: string;
};

const MS_A_DAY = 86_400_000;
/** No list of days off is longer than this in all, whatever was written. */
const EXCEPTIONS_MAX = 4_000;

/** The day of a date in ISO 8601, counted from 1 January 1970; NaN where there is no such date. */
export function dayOf(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / MS_A_DAY;
  // Date.parse takes 30 February for 2 March.
  return dateOf(day) === date ? day : Number.NaN;
}

/** The date of a day that is counted from 1 January 1970, in ISO 8601. */
export function dateOf(day: number): string {
  return Number.isNaN(day) ? "" : new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/** Reads hours as stored; what was read before is not read again. */
export function readSchedule({ zone, hours, exceptions }: ScheduleText): Schedule {
  const key = `${zone}\n${hours}\n${exceptions}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const schedule = {
    zone,
    week: hours === null ? null : readWeek(JSON.parse(hours)),
    exceptions: readExceptions(JSON.parse(exceptions)),
  };
  if (read.size >= REMEMBERED_MAX) read.clear();
  read.set(key, schedule);
  return schedule;
}

/** Reading takes longer than all else of a decision, and the same hours are asked of at every call. */
const read = new Map<string, Schedule>();
const REMEMBERED_MAX = 10_000;

/** The spans that begin on a day. */
export function spansOf({ week, exceptions }: Schedule, day: number): readonly Span[] {
  const exception = exceptions.get(day);
  if (exception !== undefined) return exception.spans;
  // 1 January 1970 was a Thursday.
  return week === null ? WHOLE_DAY : (week[(((day + 3) % 7) + 7) % 7] ?? []);
}

/** Whether the clock on the wall says open, on this day at this minute of it. */
export function isOpenAt(schedule: Schedule, day: number, minute: number): boolean {
  if (spansOf(schedule, day).some(({ from, to }) => from <= minute && minute < to)) return true;
  // What began yesterday may go on beyond midnight.
  return spansOf(schedule, day - 1).some(({ to }) => minute + DAY_MINUTES < to);
}

const WHOLE_DAY: readonly Span[] = [{ from: 0, to: DAY_MINUTES }];

function readWeek(hours: WeeklyHours): Span[][] {
  return WEEKDAYS.map((day) => readSpans(hours[day] ?? []));
}

function readSpans(texts: readonly string[]): Span[] {
  return texts.map(readSpan).filter((span) => span !== null);
}

function readExceptions(list: readonly (Holiday | DaysOff)[]): Map<number, Exception> {
  const days = new Map<number, Exception>();
  for (const one of list) {
    if ("date" in one) days.set(dayOf(one.date), { name: one.name, spans: readSpans(one.hours) });
    else
      for (let day = dayOf(one.from); day <= dayOf(one.to) && days.size < EXCEPTIONS_MAX; day += 1)
        days.set(day, { name: one.name, spans: [] });
  }
  return days;
}

/** Whether a schedule can be closed at all. */
export function hasHours({ week, exceptions }: Schedule): boolean {
  return week !== null || exceptions.size > 0;
}

/** Whether hours are set, and none of them is open. */
export function isNeverOpen(hours: WeeklyHours | null): boolean {
  return hours !== null && WEEKDAYS.every((day) => hours[day].length === 0);
}
