import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { E164 } from "../routing/values.ts";
import { zoneTable } from "./zone-table.ts";

/** What a phone looks like to somebody who wants to text it. `other`: free-phone, premium and the like. */
export type PhoneLooks = "mobile" | "landline" | "other";

/**
 * Whether a phone can be texted, as far as its digits tell. Where a country's plan does not tell landlines from
 * mobiles, as in North America, it is taken for a mobile: the carrier says later where it was none.
 */
export function phoneLooks(phone: E164): { looks: PhoneLooks; country: string | null } {
  const parsed = parsePhoneNumberFromString(phone);
  const type = parsed?.getType();
  const mobile = type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE";
  return {
    looks: mobile ? "mobile" : type === "FIXED_LINE" ? "landline" : "other",
    country: parsed?.country ?? null,
  };
}

/** Area codes lie in two zones at most; numbers without a place, such as +1 800, in all of their country's. */
const ZONES_MAX = 4;

/**
 * The time zones that a phone may be in, by its first digits; `otherwise` where those tell nothing. Who moved, or took
 * a number along, is somewhere else: it is a guess, and the best there is.
 */
export async function zonesOf(phone: E164, otherwise: string): Promise<string[]> {
  const joined = find(phone.slice(1));
  const known = joined === null ? [] : namesIn(joined);
  return known.length === 0 || known.length > ZONES_MAX ? [otherwise] : [...known];
}

/** What the longest beginning of these digits says that says anything. */
function find(digits: string): string | null {
  const table = zoneTable();
  for (let length = digits.length; length > 0; length -= 1) {
    const beginning = digits.slice(0, length);
    if (Object.hasOwn(table, beginning)) return table[beginning] ?? null;
  }
  return null;
}

/** The zones of an entry that this machine knows. There are a few hundred entries, and asking for each is slow. */
function namesIn(joined: string): readonly string[] {
  const known = read.get(joined) ?? joined.split("&").filter(isZone);
  read.set(joined, known);
  return known;
}

const read = new Map<string, readonly string[]>();

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "Etc/Unknown";
  } catch {
    return false;
  }
}
