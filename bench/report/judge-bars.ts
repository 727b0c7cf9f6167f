import type { LeadCounts } from "../measure/compare-lead-counts.ts";
import { ratio, type Seen } from "../measure/compare-servers.ts";
import type { Holding } from "../measure/look-for-leaks.ts";

/** Everything that one run of the bench saw. */
export type Findings = {
  seen: Seen[];
  /** Megabytes of the server: the most it held, and what it holds after the load. Null where it can't be read. */
  memory: { most: number; after: number } | null;
  /** Calls that must be in the database, and that are. */
  kept: { expected: number; found: number };
  leadCounts: LeadCounts | null;
  holdings: Holding[] | null;
};

/** One bar: what it asks, what was seen, whether it is met; null: not measured. */
export type Bar = { asks: string; saw: string; met: boolean | null };

export const BARS = {
  arrivalOfBare: 0.6,
  p99: new Map([
    [200, 10],
    [1_000, 25],
  ]),
  manyLeads: 1.2,
  megabytes: 200,
  /** Megabytes of heap: a tenth of a kilobyte a call would be ten. */
  heapGrowth: 5,
} as const;

/** Holds what was seen against the bars. */
export function judgeBars(findings: Findings): Bar[] {
  const { seen, memory, kept, leadCounts, holdings } = findings;
  const [bare, arrival] = ["b", "c"].map((key) => seen.find((one) => one.key === key));
  const share = bare && arrival ? ratio(arrival, bare) : Number.NaN;
  const errors = seen
    .flatMap((one) => [...one.closed, ...one.open.values()])
    .reduce((sum, run) => sum + run.errors, 0);
  return [
    {
      asks: `(c) at least ${BARS.arrivalOfBare} × (b)`,
      saw: share.toFixed(2),
      met: share >= BARS.arrivalOfBare,
    },
    ...[...BARS.p99].map(([rate, most]): Bar => {
      const p99 = arrival?.open.get(rate)?.p99 ?? Number.NaN;
      return { asks: `(c) p99 below ${most} ms at ${rate}/s`, saw: `${p99.toFixed(1)} ms`, met: p99 < most };
    }),
    memory === null
      ? { asks: `server below ${BARS.megabytes} MB`, saw: "can't be read on this system", met: null }
      : {
          asks: `server below ${BARS.megabytes} MB`,
          saw: `at most ${memory.most.toFixed(0)} MB`,
          met: memory.most < BARS.megabytes,
        },
    { asks: "every answer right", saw: `${errors} wrong or missing`, met: errors === 0 },
    {
      asks: "every answered call kept",
      saw: `${kept.found} of ${kept.expected} in the database`,
      met: kept.found === kept.expected,
    },
    judgeLeadCounts(leadCounts),
    ...judgeHoldings(holdings),
  ];
}

function judgeLeadCounts(counts: LeadCounts | null): Bar {
  const asks = `p99 with 5 million leads at most ${BARS.manyLeads} × with 10 thousand`;
  if (counts === null) return { asks, saw: "measured with --full", met: null };
  const saw = `${counts.ratio.toFixed(2)} (${counts.manyP99.toFixed(1)} against ${counts.fewP99.toFixed(1)} ms)`;
  return { asks, saw, met: counts.ratio <= BARS.manyLeads };
}

function judgeHoldings(holdings: Holding[] | null): Bar[] {
  const first = holdings?.[0];
  const last = holdings?.at(-1);
  if (first === undefined || last === undefined) {
    return [{ asks: "no growth after 100,000 calls", saw: "measured with --full", met: null }];
  }
  const grown = last.heap - first.heap;
  const same = (what: "sockets" | "timers" | "handles" | "liveCalls", words: string): Bar => ({
    asks: `no growth of ${words} after ${last.calls} calls`,
    saw: `${first[what]}, then ${last[what]}`,
    met: last[what] <= first[what],
  });
  return [
    {
      asks: `no growth of memory after ${last.calls} calls`,
      saw: `heap ${first.heap.toFixed(1)}, then ${last.heap.toFixed(1)} MB`,
      met: grown < BARS.heapGrowth,
    },
    same("sockets", "sockets"),
    same("timers", "timers"),
    same("handles", "handles"),
    same("liveCalls", "remembered calls"),
  ];
}
