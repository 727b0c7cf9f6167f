import { getCountries, getCountryCallingCode } from "libphonenumber-js/max";
import { z } from "zod";
import type { E164 } from "../routing/values.ts";
import { normalisePhone } from "./normalise-phone.ts";
import { optional, type PhoneRules, text } from "./settings-fields.ts";

/**
 * One entry of an account's block list as a file states it: a phone in E.164, or the beginning of phones with a star
 * ("+1900*"); with a note, where somebody wrote down why.
 */
export type BlockedCaller = string | { caller: string; note: string };

/** How many an account may have. What a call costs does not grow with them: they are looked up by key. */
export const MOST_BLOCKED = 10_000;
/** ITU-T E.164 §6: at most 15 digits, so a beginning has at most 14. */
const MOST_DIGITS = 14;
/** Country codes that belong to no country (ITU-T E.164, list of assigned codes). */
const OF_NO_COUNTRY = ["800", "808", "870", "878", "881", "882", "883", "888", "979"];
const COUNTRY_CODES = new Set<string>([
  ...getCountries().map((code) => getCountryCallingCode(code)),
  ...OF_NO_COUNTRY,
]);

const EXPECTED = 'expected a phone such as "+13125550123", or the beginning of phones such as "+1900*"';

/** A phone or a pattern as people write it in the account's country. */
export function blockedPhone(rules: PhoneRules) {
  return z
    .string({ error: (issue) => (issue.input === undefined ? undefined : `${EXPECTED}, in quotes`) })
    .transform((written, context): string => {
      const read = written.includes("*") ? readPattern(written, rules) : readPhone(written, rules);
      if (read.ok) return read.caller;
      context.addIssue(read.problem);
      return z.NEVER;
    });
}

/** The whole list: nothing twice, in the order of its phones, so that another order is no change. */
export function blockedCallers(rules: PhoneRules) {
  const entry = z.union(
    [blockedPhone(rules), z.strictObject({ caller: blockedPhone(rules), note: optional(text(200)) })],
    { error: `${EXPECTED}, in quotes, perhaps with a note` },
  );
  return z
    .array(entry)
    .max(MOST_BLOCKED)
    .superRefine((entries, context) => {
      const seen = new Set<string>();
      entries.forEach((one, index) => {
        const caller = callerOf(one);
        if (seen.has(caller))
          context.addIssue({ code: "custom", path: [index], message: "stands twice in this list" });
        seen.add(caller);
      });
    })
    .transform((entries) => entries.map((one) => statedEntry(callerOf(one), noteOf(one))).sort(byCaller));
}

/** An entry in the shortest form that says all of it. */
export function statedEntry(caller: string, note: string | null): BlockedCaller {
  return note === null ? caller : { caller, note };
}

export function callerOf(entry: string | { caller: string }): string {
  return typeof entry === "string" ? entry : entry.caller;
}

export function noteOf(entry: string | { note: string | null }): string | null {
  return typeof entry === "string" ? null : entry.note;
}

function byCaller(one: BlockedCaller, other: BlockedCaller): number {
  const [a, b] = [callerOf(one), callerOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every entry that would cover this caller: the phone itself, then its beginnings, the longest first. */
export function entriesFor(caller: E164): string[] {
  const entries: string[] = [caller];
  for (let length = Math.min(caller.length - 1, MOST_DIGITS + 1); length > 1; length -= 1) {
    entries.push(`${caller.slice(0, length)}*`);
  }
  return entries;
}

export function isPattern(caller: string): boolean {
  return caller.endsWith("*");
}

type Read = { ok: true; caller: string } | { ok: false; problem: string };

function readPhone(written: string, rules: PhoneRules): Read {
  const caller = normalisePhone(written, rules.country);
  if (caller !== null) return { ok: true, caller };
  return {
    ok: false,
    problem: `${JSON.stringify(written.slice(0, 40))} is no phone number: ${EXPECTED}`,
  };
}

function readPattern(written: string, { country }: PhoneRules): Read {
  const caller = written.replaceAll(/[\s().-]/g, "");
  const digits = /^\+([1-9]\d*)\*$/.exec(caller)?.[1];
  if (digits === undefined || digits.length > MOST_DIGITS) {
    const shown = JSON.stringify(written.slice(0, 40));
    return { ok: false, problem: `${shown}: ${EXPECTED}, with its country code and one star at the end` };
  }
  if (![1, 2, 3].some((length) => COUNTRY_CODES.has(digits.slice(0, length))))
    return {
      ok: false,
      problem: `${caller} is no whole country code: expected at least that, such as "+44*"`,
    };
  if (digits === getCountryCallingCode(country)) {
    const problem = `${caller} would block every caller of your own country: expected more digits, such as "+${digits}900*"`;
    return { ok: false, problem };
  }
  return { ok: true, caller };
}
