import type { NumberSettings } from "./settings-schema.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** What may be wrong with settings that are each right by themselves. A closed list. */
export const FINDING_CODES = [
  "reachesNobody",
  "leadsReachNobody",
  "wouldLoop",
  "notDialable",
  "countryNotAllowed",
  "rungTwice",
  "overBudget",
  "userInactive",
  "userHasNoPhone",
  "nobodyThere",
  "closedReachesNobody",
  "onCallNotSet",
  "onCallIsOff",
  "neverOpen",
  "holidayOver",
  "nobodyInLine",
  "groupIsEmpty",
  "memberNotRung",
  "textsWithoutPhone",
  "paceOverCarrier",
  "blocksOwn",
  "blocksLeads",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** The field whose change mends it. */
export type FindingLink = {
  section: "account" | "staff" | "numbers" | "carriers";
  id: string;
  field: string;
};

/** One finding: about what, a sentence that a manager understands, why it is so, and where to mend it. */
export type SettingsFinding = {
  code: FindingCode;
  account: string;
  about: string;
  text: string;
  /** `error`: callers are lost. `warning`: something is not as it was meant. */
  severity: "error" | "warning";
  cause: string;
  link: FindingLink;
};

export type CheckSnapshot = {
  stored: StoredAccount;
  /** How many leads each staff member has, by the member's key. */
  leadsOf: ReadonlyMap<string, number>;
  /** Those of the account's phones that are the installation's own numbers. */
  ownNumbers: readonly string[];
  /** How many leads each pattern of the block list covers; those that cover none are left out. */
  blockedLeads: ReadonlyMap<string, number>;
  /** The time of the check, in milliseconds since 1970. */
  now: number;
};

export type Report = (code: FindingCode, about: string, text: string, link: FindingLink) => void;

export const EXPLAINED: Record<FindingCode, Pick<SettingsFinding, "severity" | "cause">> = {
  reachesNobody: { severity: "error", cause: "No rung of its ladder leads to a phone that can be rung." },
  leadsReachNobody: { severity: "error", cause: "No rung leads to a phone that can be rung for them." },
  wouldLoop: { severity: "error", cause: "The phone is one of your own business numbers." },
  notDialable: { severity: "error", cause: "The phone is no number that can or may be dialled." },
  countryNotAllowed: { severity: "error", cause: "The phone's country is not among the allowed ones." },
  rungTwice: { severity: "warning", cause: "One phone stands in two rungs of the ladder." },
  overBudget: { severity: "warning", cause: "The rungs before it use up the ringing of a call." },
  userInactive: { severity: "warning", cause: "Who is inactive is never rung." },
  userHasNoPhone: { severity: "warning", cause: "Without a phone nobody can be rung." },
  nobodyThere: {
    severity: "warning",
    cause: "Everyone on its ladder is outside working hours or off then, and no other phone is rung.",
  },
  closedReachesNobody: {
    severity: "warning",
    cause: "No rung of its ladder while closed leads to a phone that can be rung.",
  },
  onCallNotSet: { severity: "warning", cause: "A ladder names the on-call phone, and there is none." },
  onCallIsOff: {
    severity: "warning",
    cause: "Who is outside their working hours or off is not rung on any rung, the on-call phone included.",
  },
  neverOpen: { severity: "warning", cause: "No day of the week has a span of hours." },
  nobodyInLine: {
    severity: "warning",
    cause: "Callbacks go to the lead's user, the number's user, and then down the line of staff members.",
  },
  groupIsEmpty: { severity: "warning", cause: "A rung that is a group without members is skipped." },
  memberNotRung: {
    severity: "warning",
    cause: "Who is inactive or has no phone is not rung in a group either.",
  },
  textsWithoutPhone: { severity: "warning", cause: "Texts to staff go to the phone that rings for them." },
  paceOverCarrier: { severity: "warning", cause: "All numbers of a carrier share what it may send." },
  holidayOver: { severity: "warning", cause: "A holiday holds for one date; the next one has its own." },
  blocksOwn: { severity: "warning", cause: "Who is on the block list hears a busy tone." },
  blocksLeads: { severity: "warning", cause: "A pattern holds for every phone that begins so." },
};

/** A number as findings call it. */
export function nameNumber({ number, label }: Pick<NumberSettings, "number" | "label">): string {
  return label === null ? number : `${label} (${number})`;
}
