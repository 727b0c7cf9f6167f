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
  // As the indexes have it: nobody is the key 0.
  if (assignedTo !== undefined) parts.push(sql`coalesce(l.user_id, 0) = ${assignedTo ?? "0"}::bigint`);
  if (blocked !== undefined) parts.push(blocked ? sql`l.blocked` : sql`NOT l.blocked`);
  return sql<boolean>`${sql.join(parts, sql` AND `)}`;
}

/** The condition of the search on the table `l`; null where nothing is searched for. */
export function whereFound(search: string | undefined, country: CountryCode): RawBuilder<boolean> | null {
  const pattern = patternOf(search ?? "", country);
  return pattern === null ? null : sql<boolean>`l.search LIKE lower(${pattern})`;
}

/** Fewer signs are in too many places to be looked for inside words (a trigram has three). */
const SHORTEST_PART = 3;

/**
 * The pattern for a part of a name, or of a phone however it is written. One or two signs are looked for
 * where names begin.
 */
export function patternOf(search: string, country: CountryCode): string | null {
  const term = search.trim().replaceAll(/\s+/g, " ");
  if (term === "") return null;
  const digits = /^[+()\d\s./-]+$/.test(term) ? term.replaceAll(/\D/g, "") : "";
  if (digits.length >= SHORTEST_PART) {
    // With or without the digit that stands before an area code at home (ITU-T E.164: never abroad).
    const phone = normalisePhone(term, country) ?? digits.replace(/^0+/, "");
    return `%${phone}%`;
  }
  const escaped = term.replaceAll(/[\\%_]/g, "\\$&");
  return [...term].length < SHORTEST_PART ? `${escaped}%` : `%${escaped}%`;
}
