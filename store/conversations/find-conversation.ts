import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import { isConversationOf, LEAD_OF_PHONE, OWNER_OF } from "./conversation-parts.ts";

/** Whose conversation: a lead's, or an unknown phone's. */
export type ConversationKey = { lead: string } | { phone: string };

/** A conversation as its head shows it. */
export type Conversation = {
  leadId: string | null;
  leadName: string | null;
  leadUserId: string | null;
  consent: { source: string | null; at: Date | null };
  /** The one that something last happened with comes first. */
  phones: string[];
  /** The business number that was used last; null: nothing has happened yet. */
  number: string | null;
  label: string | null;
  ownerId: string | null;
  ownerName: string | null;
  needsAnswer: boolean;
  /** Those of its phones that want no texts. */
  optedOut: string[];
};

type Row = Omit<Conversation, "consent"> & { source: string | null; at: Date | null };

/**
 * A conversation by its key; a phone that is a lead's by now gives the lead's. Null where there is no such lead, or it is
 * not among those of `onlyStaff`.
 */
export async function findConversation(
  db: Kysely<Schema>,
  accountId: string,
  key: ConversationKey,
  onlyStaff: string | undefined,
): Promise<Conversation | null> {
  const phone =
    "phone" in key
      ? sql`${key.phone}::text`
      : sql`(SELECT p.phone FROM lead_phone p LEFT JOIN conversation o ON o.account_id = p.account_id AND o.phone = p.phone
          WHERE p.account_id = ${accountId}::bigint AND p.lead_id = ${key.lead}::bigint
          ORDER BY o.last_at DESC NULLS LAST, p.position, p.phone LIMIT 1)`;
  const { rows } = await sql<Row>`
    WITH c AS MATERIALIZED (
      SELECT ${accountId}::bigint AS account_id, asked.phone, k.number, k.owner_id, k.last_at FROM (SELECT ${phone} AS phone) asked
      LEFT JOIN conversation k ON k.account_id = ${accountId}::bigint AND k.phone = asked.phone
      WHERE asked.phone IS NOT NULL
    ), l AS MATERIALIZED (
      ${"lead" in key ? byKey(accountId, key.lead) : sql`SELECT l.* FROM c ${LEAD_OF_PHONE} WHERE l.id IS NOT NULL`}
    )
    SELECT l.id::text AS "leadId", l.name AS "leadName", l.user_id::text AS "leadUserId", d.consent_source AS source,
      d.consent_at AS at, w.phones, c.number, n.label, ${OWNER_OF}::text AS "ownerId",
      (SELECT s.name FROM staff s WHERE s.account_id = c.account_id AND s.id = ${OWNER_OF}) AS "ownerName",
      coalesce(w.received_at > coalesce(w.answered_at, '-infinity'), false) AS "needsAnswer",
      ARRAY(SELECT o.phone FROM opt_out o WHERE o.account_id = c.account_id AND o.phone = ANY (w.phones)) AS "optedOut"
    FROM c LEFT JOIN l ON true
      LEFT JOIN lead d ON d.account_id = c.account_id AND d.id = l.id
      LEFT JOIN number n ON n.account_id = c.account_id AND n.number = c.number
      CROSS JOIN LATERAL (SELECT array_agg(p.phone ORDER BY o.last_at DESC NULLS LAST, p.place) AS phones,
          max(o.received_at) AS received_at, max(o.answered_at) AS answered_at
        FROM unnest(coalesce(l.phones, ARRAY[c.phone])) WITH ORDINALITY AS p (phone, place)
          LEFT JOIN conversation o ON o.account_id = c.account_id AND o.phone = p.phone) w
    WHERE ${onlyStaff === undefined ? sql`true` : isConversationOf(onlyStaff)}
      AND ${"lead" in key ? sql`l.id IS NOT NULL` : sql`true`}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { source, at, ...rest } = row;
  return { ...rest, consent: { source, at } };
}

function byKey(accountId: string, lead: string) {
  return sql`SELECT l.id, l.name, l.user_id, ARRAY(SELECT p.phone FROM lead_phone p
      WHERE p.account_id = l.account_id AND p.lead_id = l.id ORDER BY p.position, p.phone) AS phones
    FROM lead l WHERE l.account_id = ${accountId}::bigint AND l.id = ${lead}::bigint`;
}
