import { createHash } from "node:crypto";

/** How many of everything there are. */
export type Population = { accounts: number; staff: number; numbers: number; leads: number };

/** The population that the bars are stated for. */
export const POPULATION: Population = { accounts: 20, staff: 1_000, numbers: 2_000, leads: 1_000_000 };

/**
 * Who has which phone: `+1`, the area code, and seven digits counted up from 200-0000. All of them are
 * valid in their numbering plan, so that decisions really ring; nothing here is ever dialled.
 */
export const AREAS = { lead: 312, staff: 773, number: 630, forwarding: 847, stranger: 708, company: 224 };

/** The first seven digits of an area: no exchange begins with 0 or 1 (NANP). */
export const FIRST = 2_000_000;

/** How many phones an area has before exchanges would begin with something else. */
export const AREA_SIZE = 7_000_000;

/** The phone at a place of an area, counted from 0. */
export function phoneAt(area: keyof typeof AREAS, place: number): string {
  return `+1${AREAS[area]}${FIRST + place}`;
}

/** The carrier connection of the account at a place; the rows of an account are those whose place is congruent. */
export function carrierIdAt(place: number): string {
  return `bench-${place}`;
}

/** The secret that the carrier of an account signs with: also made in SQL, so it is plain md5. */
export function tokenAt(place: number): string {
  return createHash("md5").update(`token of ${place}`).digest("hex");
}

/** The carrier's own name for the account. */
export function accountSidAt(place: number): string {
  return `AC${String(place).padStart(32, "0")}`;
}
