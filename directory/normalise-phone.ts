import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Destination } from "../routing/facts.ts";
import type { E164 } from "../routing/values.ts";

export type { CountryCode };

/** True for an ISO 3166-1 alpha-2 code whose numbering plan is known. */
export function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code);
}

/**
 * Reads a phone as people write it, in the account's country, and gives E.164, or null where it is
 * none. Only what could be dialled counts: a short code or an emergency number has no E.164 form.
 */
export function normalisePhone(written: string, country: CountryCode): E164 | null {
  const key = `${country} ${written}`;
  const known = normalised.get(key);
  if (known !== undefined) return known;
  const parsed = parsePhoneNumberFromString(written.trim(), { defaultCountry: country, extract: false });
  const result = parsed?.isValid() === true ? (parsed.number as string as E164) : null;
  if (normalised.size >= REMEMBERED_MAX) normalised.clear();
  // What is longer than any phone is no use to remember.
  if (key.length <= 40) normalised.set(key, result);
  return result;
}

/** Parsing a number costs as much as the rest of a decision; business numbers and callers come again. */
const normalised = new Map<string, E164 | null>();
const REMEMBERED_MAX = 10_000;

/**
 * What carriers send in place of a withheld number: words, or the digits that spell them on a
 * keypad (RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS, UNAVAILABLE).
 */
const SPELLED_OUT = new Set(["+7378742833", "+2562533", "+8656696", "+266696687", "+86282452253"]);

/** ITU-T E.164 §6: at most 15 digits; none is shorter than seven. */
const E164_SHAPE = /^\+[1-9]\d{6,14}$/;

/** A whole number of North America: nothing that could be left out or put in (NANP: area codes begin with 2 to 9). */
const NANP_SHAPE = /^\+1[2-9]\d{9}$/;

/** The caller's phone in E.164, or null for a withheld or unreadable one. Takes `sip:+1…@host` too. */
export function normaliseCaller(from: string, country: CountryCode): E164 | null {
  // Most callers are new ones, and to read a number costs as much as the rest of a decision.
  if (NANP_SHAPE.test(from)) return from as E164;
  const user = /^sips?:([^@;]+)/i.exec(from)?.[1] ?? from;
  if (SPELLED_OUT.has(user.startsWith("+") ? user : `+${user}`)) return null;
  // A number that the rules do not know yet is still the caller's: whoever shows one is not withheld.
  return normalisePhone(user, country) ?? (E164_SHAPE.test(user) ? (user as E164) : null);
}

/** Kinds of number that cost the business money or reach no person it chose (carriers.md §5). */
const REFUSED_TYPES = new Set(["PREMIUM_RATE", "SHARED_COST", "PAGER", "UAN"]);

/** Whether a phone may be dialled from an account that allows these countries. */
export function judgeDialing(phone: E164, allowedCountries: readonly string[]): Destination["dialing"] {
  const known = judged.get(phone);
  const { dialable, country } = known ?? inspect(phone);
  if (!dialable) return "notDialable";
  return country !== undefined && allowedCountries.includes(country) ? "allowed" : "countryNotAllowed";
}

type Inspected = { dialable: boolean; country: string | undefined };

/** Parsing a number costs ten times what the rest of a decision does; the answer never changes. */
const judged = new Map<E164, Inspected>();

function inspect(phone: E164): Inspected {
  const parsed = parsePhoneNumberFromString(phone);
  const result: Inspected = {
    dialable: parsed?.isValid() === true && !REFUSED_TYPES.has(parsed.getType() ?? ""),
    country: parsed?.country,
  };
  if (judged.size >= REMEMBERED_MAX) judged.clear();
  judged.set(phone, result);
  return result;
}
