import { POPULATION, type Population } from "./data/population.ts";
import { CALLS_SECONDS, type TextsPlan } from "./texts/measure-texts.ts";

/** How much is measured, and how long. Seconds unless said otherwise. */
export type Plan = {
  name: "quick" | "default" | "full";
  population: Population;
  connections: number;
  warmUp: number;
  /** Rounds of each loop; servers take turns, so that a noisy minute hits them all. */
  rounds: number;
  closed: number;
  /** Of a round of the open loop. */
  open: number;
  rates: readonly [number, number];
  /** The campaign that is sent beside arrivals. */
  texts: TextsPlan;
  /** Compare databases of these sizes; absent: not done. */
  leadCounts?: { few: number; many: number; rounds: number; seconds: number };
  /** Calls of the run that looks for leaks; absent: not done. */
  leakCalls?: number;
  /** Too short to judge by: bars are shown, and missing one is no failure. */
  judged: boolean;
};

const COMMON = { connections: 64, rates: [200, 1_000] } as const;

/** A look whether everything works, in half a minute: its figures say nothing. */
const QUICK: Plan = {
  ...COMMON,
  name: "quick",
  population: { ...POPULATION, leads: 10_000 },
  warmUp: 1,
  rounds: 1,
  closed: 2,
  open: 3,
  texts: { texts: 2_000, kills: 0, seconds: 3 },
  judged: false,
};

const DEFAULT: Plan = {
  ...COMMON,
  name: "default",
  population: POPULATION,
  warmUp: 4,
  rounds: 3,
  closed: 5,
  open: 6,
  texts: { texts: 100_000, kills: 0, seconds: CALLS_SECONDS },
  judged: true,
};

const FULL: Plan = {
  ...DEFAULT,
  name: "full",
  rounds: 4,
  closed: 6,
  open: 10,
  leadCounts: { few: 10_000, many: 5_000_000, rounds: 5, seconds: 8 },
  leakCalls: 100_000,
};

/** Chooses by the words of the command line; null for words that mean nothing. */
export function choosePlan(words: readonly string[]): Plan | null {
  const [word, ...more] = words;
  if (more.length > 0) return null;
  if (word === undefined) return DEFAULT;
  return word === "--quick" ? QUICK : word === "--full" ? FULL : null;
}
