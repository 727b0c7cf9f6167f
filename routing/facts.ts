import type { CallerIdChoice, E164, IfNobodyAnswers, Rung, Seconds } from "./values.ts";

/** A phone that a rung may resolve to, judged beforehand: what may be dialled is outside knowledge. */
export type Destination = {
  phone: E164;
  /** `notDialable`: not a valid number, an emergency or short code, or a premium number. */
  dialing: "allowed" | "notDialable" | "countryNotAllowed";
  /** It is one of the installation's own numbers, so ringing it would come back to us. */
  ours: boolean;
};

/** A staff member as far as the decision needs to know. */
export type Person = {
  id: string;
  name: string;
  phone: Destination | null;
  active: boolean;
  ringSeconds: Seconds | null;
  screening: boolean | null;
  callerId: CallerIdChoice | null;
  /** What this person's leads hear before they leave a message; null: as the number says. */
  greeting: string | null;
};

export type AccountFacts = {
  name: string;
  ladder: readonly Rung[];
  ringSeconds: Seconds | null;
  ringBudgetSeconds: Seconds;
  ifNobodyAnswers: IfNobodyAnswers;
  screening: { staff: boolean; forwarding: boolean; company: boolean };
  callerId: CallerIdChoice;
  rejectWithheld: boolean;
  companyPhone: Destination | null;
  /** Null: the built-in sentence. */
  greeting: string | null;
};

export type NumberFacts = {
  number: E164;
  label: string | null;
  forwarding: Destination | null;
  user: Person | null;
  /** The number's own ladder; null: its account's. */
  ladder: readonly Rung[] | null;
  ringSeconds: Seconds | null;
  callerId: CallerIdChoice | null;
  /** The sentence that the person rung hears, with fields in braces; null: the usual one. */
  whisper: string | null;
  /** Null: as the account says. */
  greeting: string | null;
  /** Whether the line behind this number can show a number that is not the business's own. */
  canShowCaller: boolean;
};

export type LeadFacts = {
  id: string;
  name: string;
  blocked: boolean;
  user: Person | null;
  /** How many other leads have the same phone. */
  otherMatches: number;
};

/** Everything that the decision rests on. The time enters when opening hours do. */
export type Facts = {
  settingsVersion: number;
  account: AccountFacts;
  number: NumberFacts;
  /** `phone` is null for a withheld or unreadable caller. */
  caller: { phone: E164 | null; blocked: boolean };
  lead: LeadFacts | null;
  /** True where leads could not be looked up, so `lead` says nothing. */
  degraded: boolean;
};
