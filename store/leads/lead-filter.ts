import { type RawBuilder, sql } from "kysely";
import { type CountryCode, normalisePhone } from "../../directory/normalise-phone.ts";

/** Which leads: those of a staff member, by key, or of nobody (null); those found by a part of name or phone. */
export type LeadFilter = {
  search?: string | undefined;
  assignedTo?: string | null | undefined;
  blocked?: boolean | undefined;
};

/** The condition on the table `l`, but for the search. */
export function whereLeads(accountId: string, { assignedTo, blocked }: LeadFilter): RawBuilder<boolean> {
  const parts = [sql`l.account_id = ${accountId}`];
  // Nobody is the key 0.
  if (assignedTo !== undefined) parts.push(sql`l.user_key = ${assignedTo ?? "0"}::bigint`);
  if (blocked !== undefined) parts.push(blocked ? sql`l.blocked` : sql`NOT l.blocked`);
  return sql<boolean>`${sql.join(parts, sql` AND `)}`;
}

/** What is searched for, as a condition on the table `l`. `exact`: a whole phone, which few leads have. */
export type Found = { where: RawBuilder<boolean>; exact: boolean };

/** The condition of a search; null where nothing is searched for. */
export function whereFound(
  search: string | undefined,
  { id, country }: { id: string; country: CountryCode },
): Found | null {
  const phone = isPhone(search ?? "") ? normalisePhone(search ?? "", country) : null;
  if (phone !== null) {
    const where = sql<boolean>`l.id IN (SELECT p.lead_id FROM lead_phone p
      WHERE p.account_id = ${id} AND p.phone = ${phone})`;
    return { where, exact: true };
  }
  const pattern = patternOf(search ?? "");
  return pattern === null ? null : { where: sql<boolean>`l.search LIKE lower(${pattern})`, exact: false };
}

export function isPhone(search: string): boolean {
  return /^[+()\d\s./-]+$/.test(search);
}

/** Fewer signs are in too many places to be looked for inside words (a trigram has three). */
export const SHORTEST_PART = 3;

/**
 * The pattern for a part of a name, or of a phone however it is written. One or two signs are looked for
 * where names begin.
 */
export function patternOf(search: string): string | null {
  const term = search.trim().replaceAll(/\s+/g, " ");
  if (term === "") return null;
  const digits = isPhone(term) ? term.replaceAll(/\D/g, "") : "";
  if (digits.length >= SHORTEST_PART) {
    // With or without the digit that stands before an area code at home (ITU-T E.164: never abroad).
    return `%${digits.replace(/^0+/, "")}%`;
  }
  const escaped = term.replaceAll(/[\\%_]/g, "\\$&");
  return [...term].length < SHORTEST_PART ? `${escaped}%` : `%${escaped}%`;
}
