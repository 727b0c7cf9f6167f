/** What a run of load came to; times in milliseconds. */
export type Summary = {
  requests: number;
  units: number;
  seconds: number;
  p50: number;
  p99: number;
  max: number;
  errors: number;
  firstError: string | null;
};

/** Sums up the times that requests took. */
export function summarise(
  times: number[],
  run: Pick<Summary, "units" | "seconds" | "errors" | "firstError">,
): Summary {
  const sorted = Float64Array.from(times).sort();
  return {
    requests: times.length,
    ...run,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    max: percentile(sorted, 1),
  };
}

/** The smallest time that this share of all did not exceed (nearest rank). */
export function percentile(sorted: Float64Array, share: number): number {
  const rank = Math.max(Math.ceil(sorted.length * share), 1);
  return sorted[rank - 1] ?? Number.NaN;
}
