/** How many calls each staff member may make from here, and how long one may last. */
export type OutboundSettings = {
  callsPerHour: number;
  callsPerDay: number;
  /** The longest talk, in minutes. */
  maxMinutes: number;
  /** Texts that each may write in 24 hours. */
  textsPerDay: number;
};

export const DEFAULT_OUTBOUND: OutboundSettings = {
  callsPerHour: 60,
  callsPerDay: 300,
  maxMinutes: 120,
  textsPerDay: 200,
};

/** The two after which another phone of the lead is tried. */
export const NO_ANSWER = "No answer";
export const WRONG_NUMBER = "Wrong number";

/** What a call came to, in the words of a business that has none of its own yet. */
export const DEFAULT_DISPOSITIONS: readonly string[] = [
  "Talked",
  "Call again",
  NO_ANSWER,
  "Left a message",
  "Not interested",
  WRONG_NUMBER,
];
