import type { PhoneLooks } from "../directory/judge-texting.ts";
import type { CampaignKind } from "./campaign-states.ts";

/** Why somebody is left out of a campaign. A closed list. */
export const LEFT_OUT_REASONS = [
  "refusedRow",
  "noPhone",
  "blocked",
  "optedOut",
  "noConsent",
  "duplicate",
  "ownPhone",
  "notAPhone",
  "countryNotAllowed",
  "landline",
  "notTextable",
  "notDialable",
  "noNumber",
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** What is known of somebody's phone. */
export type RecipientFacts = {
  kind: CampaignKind;
  looks: PhoneLooks;
  /** Null: it is no valid phone. */
  country: string | null;
  allowedCountries: readonly string[];
  dialing: "allowed" | "notDialable" | "countryNotAllowed";
  /** Whether an entry of the block list covers the phone. */
  blocked: boolean;
  /** The number to reach them from; null: there is none. */
  number: string | null;
};

/** Why somebody is left out, by what their phone says; null: they are not. Pure. */
export function judgeRecipient(facts: RecipientFacts): LeftOutReason | null {
  if (facts.blocked) return "blocked";
  if (facts.country === null) return "notAPhone";
  if (!facts.allowedCountries.includes(facts.country)) return "countryNotAllowed";
  if (facts.kind === "call") {
    if (facts.dialing !== "allowed") return facts.dialing;
    // The sender rule of calls from the app has a number of its own for whoever calls.
    return null;
  }
  if (facts.looks !== "mobile") return facts.looks === "landline" ? "landline" : "notTextable";
  return facts.number === null ? "noNumber" : null;
}

const SENTENCES: Record<LeftOutReason, string> = {
  refusedRow: "the row of the file could not be imported",
  noPhone: "they have no phone",
  blocked: "they are blocked",
  optedOut: "they want no texts: a phone of theirs is on the opt-out list",
  noConsent: "nothing says that they agreed to it",
  duplicate: "somebody with the same phone is on the list already",
  ownPhone: "it is a phone of your own business",
  notAPhone: "it is no valid phone",
  countryNotAllowed: "the country of the phone is not among the allowed ones",
  landline: "it looks like a landline",
  notTextable: "it does not look like a mobile phone",
  notDialable: "it is a number that may not be called",
  noNumber: "there is no number to text them from",
};

/** The reason in words, to go on after a name. */
export function sayLeftOut(reason: LeftOutReason): string {
  return SENTENCES[reason];
}
