/** Formats times in an account's zone, in the reader's own language. */
export type Times = {
  /** "Mar 2, 2:05 PM" */
  dateTime: (at: string | number) => string;
  /** "2:05:07 PM" */
  clock: (at: string | number) => string;
  /** "Monday, March 2" */
  day: (at: string | number) => string;
  /** "2026-03-02", for comparing days in the zone. */
  dayKey: (at: string | number) => string;
};

const made = new Map<string, Times>();

export function timesIn(timeZone: string): Times {
  const known = made.get(timeZone);
  if (known !== undefined) return known;
  const format = (options: Intl.DateTimeFormatOptions, locale?: string) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: string | number) => formatter.format(new Date(at));
  };
  const times: Times = {
    dateTime: format({ month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }),
    clock: format({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
    day: format({ weekday: "long", month: "long", day: "numeric" }),
    dayKey: format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA"),
  };
  made.set(timeZone, times);
  return times;
}

/** "1:05" or "42 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

/** "under a minute", "3 min", "2 h 5 min", "4 days": how long somebody has waited. */
export function formatAge(seconds: number): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  if (minutes === 0) return "under a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** The moment that a wall clock in a zone shows as this text ("2026-03-02T14:05"); null where it is none. */
export function readWallClock(text: string, timeZone: string): Date | null {
  const guess = new Date(`${text}Z`);
  if (Number.isNaN(guess.getTime())) return null;
  // The zone's offset at the guess, and once more at the result: the two differ around a change of the clocks.
  const first = new Date(guess.getTime() - offsetAt(guess, timeZone));
  return new Date(guess.getTime() - offsetAt(first, timeZone));
}

/** What a wall clock in a zone shows at a moment, as a date field takes it. */
export function writeWallClock(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetAt(at, timeZone)).toISOString().slice(0, 16);
}

function offsetAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}
