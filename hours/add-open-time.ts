import { isOpen } from "./is-open.ts";
import type { Schedule } from "./schedule.ts";

/** More spans than this in the time asked for are nobody's hours. */
const SPANS_MAX = 10_000;

/**
 * The moment at which so many milliseconds of opening hours have gone by since `from`, counting only while it is
 * open; null where it does not open any more.
 */
export function addOpenTime(schedule: Schedule, from: number, milliseconds: number): number | null {
  let at = from;
  let left = milliseconds;
  for (let spans = 0; spans < SPANS_MAX; spans += 1) {
    const { open, until } = isOpen(schedule, at);
    if (open) {
      if (until === null || until - at >= left) return at + left;
      left -= until - at;
    }
    if (until === null) return null;
    at = until;
  }
  return null;
}
