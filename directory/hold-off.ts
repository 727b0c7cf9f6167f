import { sayTime } from "../hours/say-time.ts";

/** When an account holds off callers who call again and again without a word. */
export type SilentCallers = {
  holdOff: boolean;
  /** So many silent calls … */
  calls: number;
  /** … within so many minutes … */
  withinMinutes: number;
  /** … and further calls are refused for so many. */
  forMinutes: number;
  /** Whether leads who are assigned to somebody are held off as well. */
  leadsToo: boolean;
};

/** `calls` is never larger, so more of a caller's silent calls need not be known. */
export const MOST_SILENT_CALLS = 20;
/** Nor is either time. */
export const MOST_MINUTES = 1_440;

export const DEFAULT_SILENT_CALLERS: SilentCallers = {
  holdOff: true,
  calls: 5,
  withinMinutes: 60,
  forMinutes: 60,
  leadsToo: false,
};

/**
 * Until when a caller is held off whose silent calls ended at these times, the newest first; null: they are not. From the
 * last of so many silent calls within the time on. Pure; all in milliseconds since 1970.
 */
export function heldOffUntil(times: readonly number[], rules: SilentCallers, at: number): number | null {
  const past = times.filter((time) => time <= at);
  const [last] = past;
  const first = past[rules.calls - 1];
  if (!rules.holdOff || last === undefined || first === undefined) return null;
  if (last - first > rules.withinMinutes * 60_000) return null;
  const until = last + rules.forMinutes * 60_000;
  return at < until ? until : null;
}

/** The same as a sentence; null: the caller is not held off. */
export function sayHeldOff(
  times: readonly number[],
  rules: SilentCallers,
  at: number,
  zone: string,
): string | null {
  const until = heldOffUntil(times, rules, at);
  if (until === null) return null;
  const often = `${rules.calls} times within ${rules.withinMinutes} ${rules.withinMinutes === 1 ? "minute" : "minutes"}`;
  return `The caller hung up at once or stayed silent ${often} and is held off until ${sayTime(until, at, zone)}: the caller hears a busy tone.`;
}
