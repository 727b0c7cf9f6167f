import { z } from "zod";
import type { E164 } from "../routing/values.ts";
import { type CountryCode, isCountry, judgeDialing, normalisePhone } from "./normalise-phone.ts";

/** How phones are read and which may be rung: both belong to the account. */
export type PhoneRules = { country: CountryCode; allowedCountries: readonly string[] };

const EXAMPLE = '"+13125550123"';

/** Text on one line: trimmed, not empty, nothing that a database or a document can't hold. */
export function text(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => isPlain(value), "expected text on one line, without control characters");
}

function isPlain(value: string): boolean {
  return value.isWellFormed() && !/\p{Cc}/u.test(value);
}

/** A field that may be left out; then it is null. */
export function optional<S extends z.ZodType>(schema: S) {
  return schema.nullable().default(null as never);
}

/** A phone as people write it in the account's country; gives E.164. */
export function phone(rules: PhoneRules) {
  return phoneText().transform((written, context): E164 => {
    const parsed = normalisePhone(written, rules.country);
    if (parsed !== null) return parsed;
    context.addIssue(notAPhone(written, rules));
    return z.NEVER;
  });
}

/** A phone that we shall ring: besides, it may be dialled from this account. */
export function dialablePhone(rules: PhoneRules) {
  return phoneText().transform((written, context): E164 => {
    const parsed = normalisePhone(written, rules.country);
    const dialing = parsed === null ? "notAPhone" : judgeDialing(parsed, rules.allowedCountries);
    if (parsed !== null && dialing === "allowed") return parsed;
    if (dialing === "notAPhone") context.addIssue(notAPhone(written, rules));
    else if (dialing === "notDialable") {
      context.addIssue(
        `${written} can't be rung: expected no emergency, short, premium or shared-cost number, but one such as ${EXAMPLE}`,
      );
    } else {
      context.addIssue(
        `${written} is in a country that is not allowed: expected one in allowedCountries (now ${rules.allowedCountries.join(", ")}); add its country there to ring it`,
      );
    }
    return z.NEVER;
  });
}

function phoneText() {
  // YAML reads a bare +1312… as a number and drops its plus.
  return z.string({
    error: (issue) =>
      issue.input === undefined
        ? undefined
        : `expected a phone number in quotes, such as ${EXAMPLE}, got ${typeof issue.input === "number" ? "a number without quotes" : "something else"}`,
  });
}

function notAPhone(written: string, { country }: PhoneRules): string {
  return `${JSON.stringify(written.slice(0, 40))} is no phone number that can be dialled: expected one with its country code, such as ${EXAMPLE}, or as written in ${country}`;
}

/** A country as ISO 3166-1 alpha-2 has it. */
export function country() {
  return z
    .string()
    .trim()
    .toUpperCase()
    .refine(isCountry, "expected a country as two letters, such as US or GB");
}

/** A time zone by its IANA name. */
export function timezone() {
  return z.string().trim().refine(isTimezone, "expected an IANA time zone, such as America/Chicago");
}

function isTimezone(name: string): boolean {
  // Offsets such as +01:00 are taken by Intl, but know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function email() {
  return z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .pipe(z.email("expected an e-mail address, such as dana@acme.test"));
}

/** A moment with its offset; gives it in UTC. */
export function moment() {
  return z.iso
    .datetime({ offset: true, error: "expected a time such as 2026-05-04T13:00:00Z" })
    .transform((time) => new Date(time).toISOString());
}

/** Whole seconds within bounds that the carriers keep too. */
export function secondsBetween(min: number, max: number) {
  return wholeBetween(min, max, "seconds");
}

/** A whole number of something. */
export function wholeBetween(min: number, max: number, what: string) {
  const error = `expected whole ${what} from ${min} to ${max}`;
  return z
    .int({ error: (issue) => (issue.input === undefined ? undefined : error) })
    .min(min, error)
    .max(max, error);
}

/** A list in which nothing stands twice. */
export function listOf<S extends z.ZodType>(entry: S, max: number) {
  return z
    .array(entry)
    .max(max)
    .superRefine((entries, context) => {
      const seen = new Set<unknown>();
      entries.forEach((value, index) => {
        if (seen.has(value))
          context.addIssue({ code: "custom", path: [index], message: "stands twice in this list" });
        seen.add(value);
      });
    });
}

/** Refuses a list in which two have one id, at the second one's. */
export function eachIdOnce(list: readonly { id: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  list.forEach(({ id }, index) => {
    if (seen.has(id))
      context.addIssue({ code: "custom", path: [index, "id"], message: `${id} stands twice` });
    seen.add(id);
  });
}
