import type {
  Attestation,
  CallerIdChoice,
  E164,
  GroupOrder,
  IfNobodyAnswers,
  Rung,
  Seconds,
  UnverifiedCallers,
} from "./values.ts";

/** A phone that a rung may resolve to, judged beforehand: what may be dialled is outside knowledge. */
export type Destination = {
  phone: E164;
  /** `notDialable`: not a valid number, an emergency or short code, or a premium number. */
  dialing: "allowed" | "notDialable" | "countryNotAllowed";
  /** It is one of the installation's own numbers, so ringing it would come back to us. */
  ours: boolean;
};

/** Why somebody is not to be rung at this time; the text goes on after their name: "is away until 3 Dec". */
export type Absence = { reason: "outsideHours" | "dayOff"; text: string };

/** A staff member as far as the decision needs to know. */
export type Person = {
  id: string;
  name: string;
  phone: Destination | null;
  active: boolean;
  /** What their working hours and days off say at the time of the call. */
  absence: Absence | null;
  /** Whether their phone is in use by a call that we connected. */
  talking: boolean;
  /** When their last talk ended, in milliseconds since 1970; null: none is known. */
  idleSince: number | null;
  ringSeconds: Seconds | null;
  screening: boolean | null;
  callerId: CallerIdChoice | null;
  /** What this person's leads hear before they leave a message; null: as the number says. */
  greeting: string | null;
};

export type AccountFacts = {
  name: string;
  ladder: readonly Rung[];
  /** The ladder while closed; empty: straight to voicemail. */
  closedLadder: readonly Rung[];
  ringSeconds: Seconds | null;
  ringBudgetSeconds: Seconds;
  ifNobodyAnswers: IfNobodyAnswers;
  screening: { staff: boolean; forwarding: boolean; company: boolean };
  callerId: CallerIdChoice;
  rejectWithheld: boolean;
  unverifiedCallers: UnverifiedCallers;
  /** Whether leads who are assigned to somebody are held off for silent calls too. */
  holdOffLeads: boolean;
  /** Whether a person who is already on a call is passed over. */
  skipBusy: boolean;
  /** How long ago the last talk with a lead may be, so that the rung of the last contact rings. */
  lastContactDays: number;
  companyPhone: Destination | null;
  onCallPhone: Destination | null;
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
  /** The number's own ladder while closed; null: its account's. */
  closedLadder: readonly Rung[] | null;
  ringSeconds: Seconds | null;
  callerId: CallerIdChoice | null;
  /** The sentence that the person rung hears, with fields in braces; null: the usual one. */
  whisper: string | null;
  /** Null: as the account says. */
  greeting: string | null;
  /** What is said before a talk that is recorded; null: talks are not. */
  recordingNotice: string | null;
  /** What callers can choose from before anybody is rung; null: nothing. */
  menu: Menu | null;
  /** Whether the line behind this number can show a number that is not the business's own. */
  canShowCaller: boolean;
};

export type CallerFacts = {
  /** Null for a withheld or unreadable caller. */
  phone: E164 | null;
  /** The entry of the block list that covers the caller: a phone, or the beginning of phones with a star. */
  blockedBy: string | null;
  /** Why the caller is held off for calling again and again without a word, as a sentence; null: they are not. */
  heldOff: string | null;
  /** Null where the carrier never says, or where what it says is not proven. */
  attestation: Attestation | null;
};

/** A menu: what the caller hears, and where each key leads. */
export type Menu = {
  /** Text to be spoken, or an uploaded greeting. */
  greeting: string;
  /** An empty ladder: voicemail. */
  choices: readonly { key: string; label: string; ladder: readonly Rung[] }[];
};

/** A ring group that a ladder names. */
export type GroupFacts = {
  id: string;
  name: string;
  order: GroupOrder;
  ringSeconds: Seconds | null;
  /** Counts the calls of a group that rings in turn: the member at this place, counted round, is the first. */
  turn: number;
  members: readonly Person[];
};

export type LeadFacts = {
  id: string;
  name: string;
  blocked: boolean;
  user: Person | null;
  /** How many other leads have the same phone. */
  otherMatches: number;
  /** Who of the staff last talked or wrote to them, within the days that the account says; null: nobody. */
  lastContact: Person | null;
};

/** Who of the business reached out last to the caller, from the number that they call. */
export type OutreachFacts = {
  campaign: { id: string; name: string } | null;
  /** The staff member's name; null: none. */
  by: string | null;
  kind: "text" | "call";
  /** Milliseconds since 1970. */
  at: number;
};

/** Everything that the decision rests on. Hours are asked beforehand: these are facts of the time of the call. */
export type Facts = {
  settingsVersion: number;
  account: AccountFacts;
  number: NumberFacts;
  caller: CallerFacts;
  lead: LeadFacts | null;
  /** Null: nobody did lately. */
  outreach: OutreachFacts | null;
  /** What that comes to, as a sentence; empty: nobody did. */
  outreachText: string;
  /** The groups that this call's ladders may name. */
  groups: readonly GroupFacts[];
  /** The key that the caller pressed in the number's menu; null: none, or not yet. */
  menuKey: string | null;
  /** Why the called number is closed, as a sentence; null while it is open. */
  closed: string | null;
  /** Staff members whose own phone is the forwarding number, the company phone or the on-call phone, and who are off. */
  absentOwners: readonly { phone: E164; name: string; absence: Absence }[];
  /** True where leads could not be looked up, so `lead` says nothing. */
  degraded: boolean;
};
