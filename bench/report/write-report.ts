import { WEBHOOKS_A_CALL } from "../load/scenarios.ts";
import { KNOWN_OF_100 } from "../load/write-request.ts";
import { median, perSecond, ratio, type Seen } from "../measure/compare-servers.ts";
import type { Holding } from "../measure/look-for-leaks.ts";
import type { Usage } from "../measure/read-processor-time.ts";
import type { Plan } from "../plan.ts";
import type { Bar } from "./bar.ts";
import type { Findings } from "./judge-bars.ts";

/** The configuration of a run, in lines. */
export function writeConfiguration(plan: Plan): string[] {
  const { leads, numbers, staff, accounts } = plan.population;
  const count = (value: number) => value.toLocaleString("en");
  return [
    `data         ${count(leads)} leads, ${count(numbers)} numbers, ${count(staff)} staff, ${accounts} accounts; ${KNOWN_OF_100} % of callers are leads`,
    `load         ${plan.connections} kept connections from one process on the same machine, every request signed for a fresh call`,
    `closed loop  the middle of ${plan.rounds} rounds of ${plan.closed} s in turns, after ${plan.warmUp} s of warming up`,
    `open loop    the middle of ${plan.rounds} rounds of ${plan.open} s in turns, each after ${Number((plan.open / 3).toFixed(1))} s of the same, evenly spaced, times from when a request was due`,
  ];
}

/** The width of a line's first column. */
const TITLE = 42;

/** The table of servers side by side. */
export function writeTable(plan: Plan, seen: Seen[]): string[] {
  const opens = plan.rates
    .map((rate) => `open loop ${rate.toLocaleString("en")}/s, ms`.padStart(26))
    .join("");
  const words = plan.rates.map(() => cells(["p50", "p99", "max"], [8, 9, 9])).join("");
  return [
    `${"".padEnd(TITLE)}${"closed loop".padStart(10)}${"ms".padStart(15)}${"".padEnd(15)}${opens}`,
    `${"".padEnd(TITLE)}${cells(["req/s", "p50", "p99", "of (a)", "of (b)"], [10, 7, 8, 8, 7])}${words}`,
    ...seen.map(
      (one) => `${`(${one.key}) ${one.title}`.padEnd(TITLE)}${closedCells(one, seen)}${openCells(plan, one)}`,
    ),
    ...wholeCalls(seen),
  ];
}

function closedCells(one: Seen, all: Seen[]): string {
  const middle = (read: (run: Seen["closed"][number]) => number) => median(one.closed.map(read));
  const share = (key: Seen["key"]) => {
    const other = all.find((candidate) => candidate.key === key);
    return other === undefined ? "" : ratio(one, other).toFixed(2);
  };
  return cells(
    [
      middle(perSecond).toFixed(0),
      middle((run) => run.p50).toFixed(1),
      middle((run) => run.p99).toFixed(1),
      share("a"),
      share("b"),
    ],
    [10, 7, 8, 8, 7],
  );
}

function openCells(plan: Plan, one: Seen): string {
  return plan.rates
    .map((rate) => {
      const runs = one.open.get(rate) ?? [];
      const middle = (of: "p50" | "p99" | "max") =>
        runs.length === 0 ? "-" : median(runs.map((run) => run[of])).toFixed(1);
      return cells([middle("p50"), middle("p99"), middle("max")], [8, 9, 9]);
    })
    .join("");
}

/** Where the processor's time went in the closed loops: less disturbed by others than times on the clock. */
export function writeUsage(seen: Seen[]): string[] {
  const widths = [10, 10, 8, 8, 11, 14];
  const lines = seen.flatMap((one) => {
    const each = one.closed.flatMap(({ usage, requests }) => (usage === null ? [] : [{ usage, requests }]));
    if (each.length === 0) return [];
    const cost = (of: (usage: Usage) => number) =>
      median(each.map(({ usage, requests }) => (of(usage) / requests) * 1000)).toFixed(0);
    const others = median(each.map(({ usage }) => usage.othersShare));
    const figures = [
      cost((usage) => usage.server),
      cost((usage) => usage.database),
      cost((usage) => usage.load),
      cost((usage) => usage.server + usage.database),
      `${(others * 100).toFixed(0)} %`,
    ];
    return [`${`(${one.key}) ${one.title}`.padEnd(TITLE)}${cells(figures, widths)}`];
  });
  if (lines.length === 0) return [];
  const names = ["server", "database", "load", "ours", "by others"];
  return [`${"processor time of a request, µs".padEnd(TITLE)}${cells(names, widths)}`, ...lines];
}

function wholeCalls(seen: Seen[]): string[] {
  const calls = seen.find((one) => one.scenario === "wholeCall");
  if (calls === undefined) return [];
  const each = median(calls.closed.map((run) => run.units / run.seconds));
  return [`(d) is ${each.toFixed(0)} whole calls a second of ${WEBHOOKS_A_CALL} webhooks each.`];
}

/** What the leak run saw, a line for each look. */
export function writeHoldings(holdings: Holding[]): string[] {
  const widths = [10, 12, 14, 10, 9, 9, 13];
  const names = ["calls", "heap MB", "resident MB", "sockets", "timers", "handles", "live calls"];
  return [
    cells(names, widths),
    ...holdings.map((one) =>
      cells(
        [
          String(one.calls),
          one.heap.toFixed(1),
          one.resident.toFixed(0),
          String(one.sockets),
          String(one.timers),
          String(one.handles),
          String(one.liveCalls),
        ],
        widths,
      ),
    ),
  ];
}

/** The bars, each with its verdict. */
export function writeBars(bars: Bar[], judged: boolean): string[] {
  return bars.map(({ asks, saw, met, always }) => {
    const verdict = met === null ? "SKIP" : !judged && !always ? "    " : met ? "PASS" : "FAIL";
    return `${verdict}  ${asks.padEnd(58)} ${saw}`;
  });
}

/** What went wrong first, so that a failed run can be understood. */
export function writeErrors({ seen, complaints }: Findings): string[] {
  const errors = seen.flatMap((one) =>
    [...one.closed, ...[...one.open.values()].flat()]
      .filter((run) => run.firstError !== null)
      .slice(0, 1)
      .map((run) => `(${one.key}) ${run.firstError}`),
  );
  return [...errors, ...complaints.slice(0, 5)];
}

function cells(values: string[], widths: number[]): string {
  return values.map((value, column) => value.padStart(widths[column] ?? 8)).join("");
}
