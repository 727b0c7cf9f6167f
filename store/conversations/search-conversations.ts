import { type RawBuilder, sql } from "kysely";
import { type CountryCode, normalisePhone } from "../../directory/normalise-phone.ts";
import { isPhone, patternOf, SHORTEST_PART } from "../leads/lead-filter.ts";

/** What conversations are searched for, as parts of a statement on `conversation c` with its lead `l` (conversation-parts.ts). */
export type ConversationSearch = {
  /** Whether `c` fits. */
  fits: RawBuilder<boolean>;
  /** The phones that may fit, by indexes: some more than do, and none less. */
  candidates: RawBuilder<unknown>;
  /** A whole phone is searched for, which few have: it is looked up at once. */
  exact: boolean;
  /** Whether a text `m` has the words; null: words are not looked for. */
  hasWords: RawBuilder<boolean> | null;
};

/**
 * Conversations are found by a part of the lead's name, by a phone or a part of one however it is written, and by words
 * that somebody wrote: all of them in one text. One or two signs are looked for where names begin. Null where nothing is
 * searched for.
 */
export function readConversationSearch(
  search: string | undefined,
  { id: accountId, country }: { id: string; country: CountryCode },
): ConversationSearch | null {
  const term = (search ?? "").trim().replaceAll(/\s+/g, " ");
  const pattern = patternOf(term);
  if (pattern === null) return null;
  const account = sql`${accountId}::bigint`;
  const phones = sql`coalesce(l.phones, ARRAY[c.phone])`;
  const whole = isPhone(term) ? normalisePhone(term, country) : null;
  if (whole !== null)
    return {
      fits: sql<boolean>`${whole} = ANY (${phones})`,
      candidates: withOthersOfLead(sql`SELECT ${whole}::text AS phone`, account),
      exact: true,
      hasWords: null,
    };
  const fits = [sql<boolean>`lower(l.name) LIKE lower(${pattern})`];
  // The search of a lead has its name and its phones.
  const found = [
    sql`SELECT p.phone FROM lead l JOIN lead_phone p ON p.account_id = l.account_id AND p.lead_id = l.id
      WHERE l.account_id = ${account} AND l.search LIKE lower(${pattern})`,
  ];
  if (isPhone(term) && term.replaceAll(/\D/g, "").length >= SHORTEST_PART) {
    fits.push(sql<boolean>`EXISTS (SELECT FROM unnest(${phones}) AS phone WHERE phone LIKE ${pattern})`);
    found.push(
      sql`SELECT k.phone FROM conversation k WHERE k.account_id = ${account} AND k.phone LIKE ${pattern}`,
    );
  }
  const hasWords = readWords(term);
  if (hasWords !== null) {
    // Read by their phone, held apart: for each conversation the index of words would find all that have them.
    fits.push(sql<boolean>`EXISTS (SELECT FROM (SELECT body, kind FROM text_message t
      WHERE t.account_id = c.account_id AND t.phone = ANY (${phones}) OFFSET 0) m WHERE ${hasWords})`);
    found.push(sql`SELECT m.phone FROM text_message m WHERE m.account_id = ${account} AND ${hasWords}`);
  }
  return {
    fits: sql<boolean>`(${sql.join(fits, sql` OR `)})`,
    candidates: withOthersOfLead(sql.join(found, sql` UNION `), account),
    exact: false,
    hasWords,
  };
}

/** The kinds stand as the index of words has them. */
function readWords(term: string): RawBuilder<boolean> | null {
  const words = term.split(" ");
  if (!words.some((word) => [...word].length >= SHORTEST_PART)) return null;
  const patterns = words.map((word) => sql`m.body ILIKE ${`%${word.replaceAll(/[\\%_]/g, "\\$&")}%`}`);
  return sql<boolean>`m.kind IN ('inbound', 'person') AND ${sql.join(patterns, sql` AND `)}`;
}

/** A lead has one conversation: it stands in the list by the phone that something last happened with. */
function withOthersOfLead(found: RawBuilder<unknown>, account: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`WITH found AS MATERIALIZED (${found})
    SELECT phone FROM found
    UNION SELECT q.phone FROM found f JOIN lead_phone p ON p.account_id = ${account} AND p.phone = f.phone
      JOIN lead_phone q ON q.account_id = p.account_id AND q.lead_id = p.lead_id`;
}
