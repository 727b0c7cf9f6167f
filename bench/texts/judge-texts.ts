import type { Bar } from "../report/bar.ts";
import { ARRIVALS, type TextsFindings } from "./measure-texts.ts";

export const TEXT_BARS = {
  /** Texts a second where the pace allows. */
  perSecond: 500,
  /** Arrivals' p99 while it runs, over that without. */
  slowed: 1.3,
  /** Megabytes more late than early: a hundred bytes for each of a hundred thousand texts would be ten. */
  growth: 10,
} as const;

/** Holds what a campaign was seen to do against the bars. */
export function judgeTexts(findings: TextsFindings): Bar[] {
  const { texts, kills, taken, twice, alone, arrivals, memory } = findings;
  const whole: Bar = {
    asks: kills > 0 ? `texts: none lost, none twice, ${kills} kills` : "texts: none lost, none twice",
    saw: `${taken} of ${texts} taken by the carrier, ${twice} twice`,
    met: taken === texts && twice === 0,
    always: true,
  };
  if (kills > 0) return [whole];
  const slowed =
    arrivals === null ? null : arrivals.during.p99 / ((arrivals.before.p99 + arrivals.after.p99) / 2);
  return [
    whole,
    {
      asks: `texts: at least ${TEXT_BARS.perSecond} a second`,
      saw: alone.toFixed(0),
      met: alone >= TEXT_BARS.perSecond,
    },
    {
      asks: `texts: arrivals' p99 beside them at most ${TEXT_BARS.slowed} × without`,
      saw:
        slowed === null || arrivals === null
          ? "not measured"
          : `${slowed.toFixed(2)} (${arrivals.during.p99.toFixed(1)} against ${arrivals.before.p99.toFixed(1)} and ${arrivals.after.p99.toFixed(1)} ms), ${arrivals.errors} wrong`,
      met: slowed === null ? null : slowed <= TEXT_BARS.slowed && arrivals?.errors === 0,
    },
    {
      asks: "texts: memory stays as it is",
      saw:
        memory === null
          ? "can't be read on this system"
          : `${memory.early.toFixed(0)}, then ${memory.late.toFixed(0)} MB`,
      met: memory === null ? null : memory.late - memory.early <= TEXT_BARS.growth,
    },
  ];
}

/** What it did, in lines. */
export function writeTexts({
  texts,
  seconds,
  freezing,
  kept,
  alone,
  beside,
  arrivals,
}: TextsFindings): string[] {
  const states = Object.entries(kept).map(([state, count]) => `${count} ${state}`);
  return [
    `texts        a campaign of ${texts}, frozen in ${freezing.toFixed(1)} s, sent in ${seconds.toFixed(1)} s, kept as: ${states.join(", ")}`,
    `             ${alone.toFixed(0)} a second while nobody calls${beside === null ? "" : `, ${beside.toFixed(0)} beside calls`}`,
    ...(arrivals === null
      ? []
      : [
          `             arrivals at ${ARRIVALS.rate}/s: p50 ${arrivals.before.p50.toFixed(1)} ms before it, ${arrivals.during.p50.toFixed(1)} ms beside it, ${arrivals.after.p50.toFixed(1)} ms after it`,
        ]),
  ];
}
