/** The branded values that the whole house shares. Each is parsed once, at an edge, and trusted inside. */
declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A phone number in E.164 form: `+`, country code, subscriber number; at most 15 digits (ITU-T E.164 §6). */
export type E164 = Branded<string, "E164">;

/** Whole seconds, never negative. */
export type Seconds = Branded<number, "Seconds">;

/** The id of one call: a UUID in lower case. */
export type CallId = Branded<string, "CallId">;

/** The id of one account: the decimal digits of its row's key. */
export type AccountId = Branded<string, "AccountId">;

/** Whole seconds from a number that is known to be one. Throws RangeError for anything else. */
export function seconds(value: number): Seconds {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`not whole seconds: ${value}`);
  return value as Seconds;
}

/** The rungs that every account has. Their places in this list stand in the addresses of calls in progress: add at the end. */
export const RUNGS = ["leadUser", "numberUser", "forwarding", "company", "onCall", "lastContact"] as const;
export type PlainRung = (typeof RUNGS)[number];
/** A rung that is a ring group of the account, by the group's id. */
export type GroupRung = `group:${string}`;
/** One place to try. */
export type Rung = PlainRung | GroupRung;

/** The id of the group that a rung stands for; null for any other rung. */
export function groupIdOf(rung: Rung): string | null {
  return rung.startsWith("group:") ? rung.slice("group:".length) : null;
}

export const GROUP_ORDERS = ["together", "inTurn", "longestIdle", "fixed"] as const;
/**
 * How a group rings: all at once; or one after the other, beginning with the one whose turn it is, with the one whose
 * last talk is the longest ago, or always in the same order.
 */
export type GroupOrder = (typeof GROUP_ORDERS)[number];

/** A group has no more members: carriers ring ten phones at once at most (Twilio's Dial page). */
export const GROUP_MAX = 10;

/** The ladder where nothing else is said (product.md §2). The other rungs are for ladders that name them. */
export const DEFAULT_LADDER = ["leadUser", "numberUser", "forwarding", "company"] as const satisfies Rung[];

export const CALLER_ID_CHOICES = ["caller", "business"] as const;
/** Which number the person rung sees: the caller's, or the business number that was called. */
export type CallerIdChoice = (typeof CALLER_ID_CHOICES)[number];

export const IF_NOBODY_ANSWERS = ["next", "voicemail", "hangup"] as const;
/** What follows a rung that nobody answered: the next rung, or at once voicemail or hanging up. */
export type IfNobodyAnswers = (typeof IF_NOBODY_ANSWERS)[number];

/**
 * What the carriers on a call's way say of the caller's number (STIR/SHAKEN, ATIS-1000074): A: it is the caller's own; B:
 * the caller is known, the number is not known to be theirs; C: neither; `failed`: what was said is not genuine; `none`:
 * nobody said anything.
 */
export const ATTESTATIONS = ["A", "B", "C", "failed", "none"] as const;
export type Attestation = (typeof ATTESTATIONS)[number];

export const CALLER_TREATMENTS = ["ring", "voicemail", "reject"] as const;
/** What becomes of the calls of a kind of caller: they go the usual way, straight to voicemail, or hear a busy tone. */
export type CallerTreatment = (typeof CALLER_TREATMENTS)[number];
/** What becomes of callers whose number is not fully vouched for. */
export type UnverifiedCallers = Record<Exclude<Attestation, "A">, CallerTreatment>;

/** Ring seconds where neither the person, the number nor the account says otherwise (product.md §3). */
export const DEFAULT_RING_SECONDS = seconds(20);
/** The total ring budget of a call where the account says nothing (product.md §3). */
export const DEFAULT_RING_BUDGET_SECONDS = seconds(60);
/** No leg is shorter: SignalWire and Telnyx refuse a Dial timeout below 5 s (their Dial pages). */
export const MIN_RING_SECONDS = seconds(5);
/** No leg is longer: Telnyx refuses a Dial timeout above 120 s (its Dial page). */
export const MAX_RING_SECONDS = seconds(120);

/** How long somebody counts as a lead's last contact, where the account says nothing. */
export const DEFAULT_LAST_CONTACT_DAYS = 30;
