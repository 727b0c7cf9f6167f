import type { Outcome } from "../calls/call-state.ts";
import { endQuietHours } from "../hours/end-quiet-hours.ts";
import type { NumberTextBack, TextBackSettings } from "./text-back-settings.ts";

/** Why nobody was texted back. A closed list. */
export const TEXT_BACK_REASONS = [
  "numberOff",
  "outcomeOff",
  "hungUpAtOnce",
  "withheld",
  "ownNumber",
  "staffPhone",
  "blocked",
  "optedOut",
  "countryNotAllowed",
  "landline",
  "notTextable",
  "talkedMeanwhile",
  "waiting",
  "alreadyTexted",
  "tooManyToday",
  "alwaysQuiet",
  "tooLate",
  "numberGone",
  "switchedOff",
] as const;
export type TextBackReason = (typeof TEXT_BACK_REASONS)[number];

/** All that a text-back depends on. Moments in milliseconds. */
export type TextBackFacts = {
  now: number;
  settings: TextBackSettings;
  number: NumberTextBack | null;
  /** Whether the number that was called is still the account's. */
  numberThere: boolean;
  call: { outcome: Outcome; startedAt: number; endedAt: number };
  /** An abandoned call that was shorter is no call. */
  ignoreShorterThanSeconds: number;
  /** Null for a withheld caller. */
  phone: string | null;
  looks: "mobile" | "landline" | "other";
  countryAllowed: boolean;
  zones: readonly string[];
  blocked: boolean;
  optedOut: boolean;
  /** Whose phone it is, where it is one of ours. */
  ours: "number" | "staff" | null;
  /** When somebody last talked to them, and who. */
  talked: { at: number; who: string } | null;
  /** Another text-back to them that is not sent yet. */
  waiting: boolean;
  /** The last text-back to them that was sent, or may have been. */
  lastSentAt: number | null;
  /** Texts that they got by themselves, unasked, in the last 24 hours. */
  automaticToday: number;
};

export type TextBackVerdict =
  | { send: true; dueAt: number }
  | { send: false; reason: TextBackReason; text: string };

/** Two systems that answer each other stop after so many texts a day. */
export const AUTOMATIC_A_DAY = 3;
/** Hours after its call from which on a text is of no use any more. Quiet hours are shorter than a day. */
const LATE_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Whether the account texts back at all after a call to this number. */
export function isTextBackOn(settings: TextBackSettings, number: NumberTextBack | null): boolean {
  return number?.on ?? settings.on;
}

/**
 * Whether a caller who reached nobody is texted, and when: the same question when the call has ended and again when
 * the text is due, since much may have happened between.
 */
export function judgeTextBack(facts: TextBackFacts): TextBackVerdict {
  const reason = whyNot(facts);
  if (reason !== null) return refuse(facts, reason);
  const { settings, call, now, zones } = facts;
  const dueAt = endQuietHours(
    Math.max(now, call.endedAt + settings.afterSeconds * 1000),
    zones,
    settings.quietHours,
  );
  return dueAt === null ? refuse(facts, "alwaysQuiet") : { send: true, dueAt };
}

function whyNot(facts: TextBackFacts): TextBackReason | null {
  const { settings, number, call, now } = facts;
  if (!facts.numberThere) return "numberGone";
  if (!isTextBackOn(settings, number)) return number?.on === false ? "numberOff" : "switchedOff";
  if (!(settings.outcomes as readonly Outcome[]).includes(call.outcome)) return "outcomeOff";
  if (facts.phone === null) return "withheld";
  const seconds = (call.endedAt - call.startedAt) / 1000;
  if (call.outcome === "abandoned" && seconds < facts.ignoreShorterThanSeconds) return "hungUpAtOnce";
  if (facts.ours !== null) return facts.ours === "number" ? "ownNumber" : "staffPhone";
  if (facts.blocked) return "blocked";
  if (facts.optedOut) return "optedOut";
  if (!facts.countryAllowed) return "countryNotAllowed";
  if (facts.looks !== "mobile") return facts.looks === "landline" ? "landline" : "notTextable";
  if (facts.talked !== null && facts.talked.at > call.endedAt) return "talkedMeanwhile";
  if (facts.waiting) return "waiting";
  if (facts.lastSentAt !== null && now - facts.lastSentAt < settings.windowHours * HOUR_MS)
    return "alreadyTexted";
  if (facts.automaticToday >= AUTOMATIC_A_DAY) return "tooManyToday";
  if (now - call.endedAt > LATE_HOURS * HOUR_MS) return "tooLate";
  return null;
}

function refuse(facts: TextBackFacts, reason: TextBackReason): TextBackVerdict {
  return { send: false, reason, text: `No text-back: ${sentence(facts, reason)}` };
}

function sentence({ phone, settings, talked }: TextBackFacts, reason: TextBackReason): string {
  const sentences: Record<TextBackReason, string> = {
    numberOff: "it is switched off for this number.",
    outcomeOff: "the settings do not ask for one after such a call.",
    hungUpAtOnce: "the caller hung up at once.",
    withheld: "the caller withheld their number.",
    ownNumber: `${phone} is one of your own business numbers.`,
    staffPhone: `${phone} is a phone of your own people.`,
    blocked: "the caller is blocked.",
    optedOut: `${phone} wants no texts.`,
    countryNotAllowed: `the country of ${phone} is not among the allowed ones.`,
    landline: `${phone} looks like a landline.`,
    notTextable: `${phone} does not look like a mobile phone.`,
    talkedMeanwhile: `${talked?.who ?? "somebody"} has talked to them since.`,
    waiting: "one is waiting to be sent already.",
    alreadyTexted: `they got one within the last ${settings.windowHours} hours.`,
    tooManyToday: `they got ${AUTOMATIC_A_DAY} of them within a day.`,
    alwaysQuiet: "no time of day is outside quiet hours for them.",
    tooLate: "too much time has gone by since the call.",
    numberGone: "the number that was called is not yours any more.",
    switchedOff: "it has been switched off.",
  };
  return sentences[reason];
}
