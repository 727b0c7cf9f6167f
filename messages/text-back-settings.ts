import type { Outcome } from "../calls/call-state.ts";

/** The outcomes after which a caller may be texted. */
export const TEXT_BACK_OUTCOMES = ["missed", "abandoned", "voicemail"] as const satisfies readonly Outcome[];
export type TextBackOutcome = (typeof TEXT_BACK_OUTCOMES)[number];

/** How an account texts back whoever reached nobody. Times of day such as "21:00", by the caller's clock. */
export type TextBackSettings = {
  on: boolean;
  /** May have {business}, {line} and {name}. */
  text: string;
  /** Time for them to call again, or for somebody to call them. */
  afterSeconds: number;
  /** Once per caller in so many hours. */
  windowHours: number;
  /** The same twice: none. */
  quietHours: { from: string; to: string };
  outcomes: TextBackOutcome[];
};

/** What a number does otherwise; null: as its account. */
export type NumberTextBack = { on: boolean | null; text: string | null };

export const DEFAULT_TEXT_BACK: TextBackSettings = {
  on: false,
  text: "Sorry we missed your call to {business}. How can we help? Reply STOP for no more texts.",
  afterSeconds: 60,
  windowHours: 24,
  quietHours: { from: "21:00", to: "08:00" },
  outcomes: ["missed", "abandoned"],
};

/** Three segments at least: a longer one costs more and is read less. */
export const MAX_TEXT_BACK = 480;
