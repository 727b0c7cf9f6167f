import type { Outcome } from "../api/types.ts";

/** Every outcome, in the order in which reports show them. */
export const OUTCOMES = [
  "answered",
  "voicemail",
  "missed",
  "abandoned",
  "rejected",
  "failed",
] as const satisfies readonly Outcome[];
