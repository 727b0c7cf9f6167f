/**
 * Seconds to wait after each failed try to fetch a recording. A carrier may need some seconds until it has it; Telnyx'
 * links die after ten minutes, so seven tries come before (carriers' pages in docs/carriers/); the last ones are for a
 * carrier, a disk or a bucket that is away for a day.
 */
const WAITS = [2, 5, 15, 45, 120, 300, 900, 3_600, 3_600, 10_800, 21_600, 21_600, 43_200];

/** How long to wait after the try of this number, counted from 1; null: it is given up. */
export function waitBeforeTry(tries: number): number | null {
  return WAITS[tries - 1] ?? null;
}
