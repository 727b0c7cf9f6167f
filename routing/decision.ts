import type { CallerIdChoice, E164, Rung, Seconds } from "./values.ts";

/** Why a rung rings or is skipped. A closed list, and part of the API contract. */
export const REASONS = [
  "rings",
  "notSet",
  "leadHasNoUser",
  "noLead",
  "userHasNoPhone",
  "userInactive",
  "outsideHours",
  "dayOff",
  "isCaller",
  "wouldLoop",
  "notDialable",
  "countryNotAllowed",
  "alreadyTried",
  "rungOff",
  "overBudget",
  "onACall",
  "noContact",
] as const;
export type Reason = (typeof REASONS)[number];

/** What the caller gets when no rung is left. */
export type Ending = "voicemail" | "hangup" | "reject";

/** The verdict on one rung, with a sentence that a manager understands. */
export type RungVerdict = {
  rung: Rung;
  verdict: "ring" | "skipped";
  reason: Reason;
  destination?: E164;
  seconds?: Seconds;
  text: string;
  /** The verdict on each member, where the rung is a group; in the order in which they ring. */
  members?: MemberVerdict[];
};

/** The verdict on one member of a group. */
export type MemberVerdict = Omit<RungVerdict, "rung" | "members"> & { name: string };

/** One ringing, in order: of one phone, or of several at once. */
export type PlanEntry = {
  rung: Rung;
  destinations: E164[];
  seconds: Seconds;
  screening: boolean;
  callerId: CallerIdChoice;
};

/** The decision on one call: the plan, and why it is so. The shape is the API contract's. */
export type Decision = {
  lead: { id: string; name: string } | null;
  /** True when it was made on last known settings, with no look-up of leads. */
  degraded: boolean;
  settingsVersion: number;
  ending: Ending;
  /** Why the call ends as it does when nobody accepts, or why it is refused. */
  endingText: string;
  /** Why the ladder is the one for closed hours: "The business has been closed since 18:00"; empty while open. */
  closedText: string;
  /** What the caller can choose, or chose, in the number's menu; empty where there is none. */
  menuText: string;
  /** What the caller calls back after: "Calling back after Spring offer, which …"; empty where nobody reached out. */
  outreachText: string;
  /** The campaign that they call back after. */
  campaign: { id: string; name: string } | null;
  /** How the lead was chosen; empty where there was nothing to choose. */
  leadText: string;
  rungs: RungVerdict[];
  plan: PlanEntry[];
};
