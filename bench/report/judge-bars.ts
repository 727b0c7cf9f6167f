import type { LeadCounts } from "../measure/compare-lead-counts.ts";
import { median, ratio, type Seen } from "../measure/compare-servers.ts";
import type { Holding } from "../measure/look-for-leaks.ts";
import type { Memory } from "../measure/read-process.ts";
import { judgeTexts } from "../texts/judge-texts.ts";
import type { TextsFindings } from "../texts/measure-texts.ts";
import type { Bar } from "./bar.ts";

/** Everything that one run of the bench saw. */
export type Findings = {
  seen: Seen[];
  /**
   * The most memory that the servers of (d), (c) and (f) held, in megabytes; null where it can't be read. Calls that
   * only arrive never end: the servers of (c) and (f) hold as many in progress as they ever remember.
   */
  memory: { calls: Memory | null; arrivals: Memory | null; configured: Memory | null };
  /** Calls that must be in the database, and that are. */
  kept: { expected: number; found: number };
  /** What the servers complained of while they were measured. */
  complaints: string[];
  texts: TextsFindings;
  leadCounts: LeadCounts | null;
  holdings: Holding[] | null;
};

export const BARS = {
  arrivalOfBare: 0.6,
  p99: new Map([
    [200, 10],
    [1_000, 25],
  ]),
  manyLeads: 1.2,
  megabytes: 200,
  /** Megabytes of heap: a hundred bytes a call would be ten. */
  heapGrowth: 5,
} as const;

/** Holds what was seen against the bars. */
export function judgeBars(findings: Findings): Bar[] {
  const { seen, memory, kept, complaints, texts, leadCounts, holdings } = findings;
  const find = (key: Seen["key"]) => seen.find((one) => one.key === key);
  const errors = seen
    .flatMap((one) => [...one.closed, ...[...one.open.values()].flat()])
    .reduce((sum, run) => sum + run.errors, 0);
  return [
    ...judgeArrival(find("c"), find("b")),
    ...judgeArrival(find("f"), find("b")),
    judgeMemory(memory.calls, "calls that come and end"),
    judgeMemory(memory.arrivals, "20,000 calls in progress"),
    judgeMemory(memory.configured, "the same, everything configured"),
    {
      asks: "every answer right, no server complains",
      saw: `${errors} wrong or missing, ${complaints.length} complaints`,
      met: errors === 0 && complaints.length === 0,
      always: true,
    },
    {
      asks: "every answered call kept",
      saw: `${kept.found} of ${kept.expected} in the database`,
      met: kept.found === kept.expected,
      always: true,
    },
    ...judgeTexts(texts),
    judgeLeadCounts(leadCounts),
    ...judgeHoldings(holdings),
  ];
}

function judgeArrival(arrival: Seen | undefined, bare: Seen | undefined): Bar[] {
  const key = arrival?.key ?? "";
  const share = bare && arrival ? ratio(arrival, bare) : Number.NaN;
  const least = BARS.arrivalOfBare;
  return [
    { asks: `(${key}) at least ${least} × (b)`, saw: share.toFixed(2), met: share >= least },
    ...[...BARS.p99].map(([rate, most]): Bar => {
      const p99 = median((arrival?.open.get(rate) ?? []).map((run) => run.p99));
      return {
        asks: `(${key}) p99 below ${most} ms at ${rate}/s`,
        saw: `${p99.toFixed(1)} ms`,
        met: p99 < most,
      };
    }),
  ];
}

function judgeMemory(memory: Memory | null, when: string): Bar {
  const asks = `server below ${BARS.megabytes} MB, ${when}`;
  if (memory === null) return { asks, saw: "can't be read on this system", met: null };
  return { asks, saw: `at most ${memory.most.toFixed(0)} MB`, met: memory.most < BARS.megabytes };
}

function judgeLeadCounts(counts: LeadCounts | null): Bar {
  const asks = `p99 with 5 million leads at most ${BARS.manyLeads} × with 10 thousand`;
  if (counts === null) return { asks, saw: "measured with --full", met: null };
  const saw = `${counts.ratio.toFixed(2)} (${counts.manyP99.toFixed(1)} against ${counts.fewP99.toFixed(1)} ms)`;
  return { asks, saw, met: counts.ratio <= BARS.manyLeads };
}

function judgeHoldings(holdings: Holding[] | null): Bar[] {
  // The work of every half minute may not have been done yet at the first look: it opens what stays open.
  const first = holdings?.[1];
  const last = holdings?.at(-1);
  if (first === undefined || last === undefined) {
    return [{ asks: "no growth after 100,000 calls", saw: "measured with --full", met: null }];
  }
  const grown = last.heap - first.heap;
  const same = (what: "sockets" | "timers" | "handles" | "liveCalls", words: string): Bar => ({
    asks: `no growth of ${words} from ${first.calls} to ${last.calls} calls`,
    saw: `${first[what]}, then ${last[what]}`,
    met: last[what] <= first[what],
  });
  return [
    {
      asks: `no growth of memory from ${first.calls} to ${last.calls} calls`,
      saw: `heap ${first.heap.toFixed(1)}, then ${last.heap.toFixed(1)} MB`,
      met: grown < BARS.heapGrowth,
    },
    same("sockets", "sockets"),
    same("timers", "timers"),
    same("handles", "handles"),
    same("liveCalls", "remembered calls"),
  ];
}
