import { type Kysely, sql } from "kysely";
import type { CountryCode } from "../../directory/normalise-phone.ts";
import type { SenderFacts } from "../../outbound/choose-sender.ts";
import { DEFAULT_OUTBOUND, type OutboundSettings } from "../../outbound/outbound-settings.ts";
import type { E164 } from "../../routing/values.ts";
import type { Schema } from "../schema.ts";

/** Everything that is judged before a staff member's call is placed, but whom they call. */
export type OrderFacts = {
  country: CountryCode;
  allowedCountries: string[];
  settings: OutboundSettings;
  staff: { id: string; name: string; phone: E164 | null; active: boolean };
  made: { lastHour: number; lastDay: number };
};

type Db = Kysely<Schema>;

/** Null where the account has no such staff member. */
export async function readOrderFacts(
  db: Db,
  { accountId, staffId, now }: { accountId: string; staffId: string; now: number },
): Promise<OrderFacts | null> {
  type Row = {
    country: CountryCode;
    allowed: string[];
    outbound: OutboundSettings | null;
    id: string;
    name: string;
    phone: E164 | null;
    active: boolean;
    hour: number;
    day: number;
  };
  const { rows } = await sql<Row>`
    SELECT a.country, a.allowed_countries AS allowed, a.outbound, s.id::text, s.name, s.phone, s.active, made.*
    FROM account a JOIN staff s ON s.account_id = a.id AND s.id = ${staffId}::bigint
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE c.started_at > ${new Date(now - 3_600_000)})::int AS hour,
        count(*)::int AS day
      FROM call c WHERE c.account_id = a.id AND c.direction = 'outbound' AND c.started_at > ${new Date(now - 86_400_000)}
        AND c.script -> 'outbound' ->> 'staffId' = s.id::text) made
    WHERE a.id = ${accountId}::bigint`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { country, allowed, outbound, hour, day, id, name, phone, active } = row;
  return {
    country,
    allowedCountries: allowed,
    settings: { ...DEFAULT_OUTBOUND, ...outbound },
    staff: { id, name, phone, active },
    made: { lastHour: hour, lastDay: day },
  };
}

/** A lead as it is called. */
export type CalledLead = { id: string; name: string; userId: string | null; phones: E164[] };

/** A lead by its key; or the leads that have a phone, the one last contacted first, then the one changed last. */
export async function findCalledLeads(
  db: Db,
  accountId: string,
  by: { id: string } | { phone: string },
): Promise<CalledLead[]> {
  const which =
    "id" in by
      ? sql`l.id = ${by.id}::bigint`
      : sql`l.id IN (SELECT lead_id FROM lead_phone WHERE account_id = ${accountId}::bigint AND phone = ${by.phone})`;
  const { rows } = await sql<CalledLead>`SELECT l.id::text, l.name, l.user_id::text AS "userId",
      ARRAY(SELECT p.phone FROM lead_phone p WHERE p.account_id = l.account_id AND p.lead_id = l.id
        ORDER BY p.position, p.phone) AS phones
    FROM lead l WHERE l.account_id = ${accountId}::bigint AND ${which}
    ORDER BY l.last_contacted_at DESC NULLS LAST, l.changed_at DESC LIMIT 50`.execute(db);
  return rows;
}

/** What the sender rule goes by; each number only where it is still the account's. */
export async function readSenderFacts(
  db: Db,
  { accountId, staffId, leadId }: { accountId: string; staffId: string; leadId: string | null },
): Promise<SenderFacts> {
  const account = sql`${accountId}::bigint`;
  const lead = sql`${leadId}::bigint`;
  const { rows } = await sql<SenderFacts>`SELECT
    (SELECT n.number FROM number n WHERE n.account_id = ${account} AND n.user_id = ${staffId}::bigint
      ORDER BY n.id LIMIT 1) AS own,
    (SELECT n.number FROM (
        SELECT CASE c.direction WHEN 'outbound' THEN c.caller ELSE c.called END AS used, c.started_at AS at
        FROM call c WHERE c.account_id = ${account} AND c.lead_id = ${lead}
        UNION ALL SELECT t.number, t.created_at FROM text_message t
        WHERE t.account_id = ${account} AND t.lead_id = ${lead}
      ) used JOIN number n ON n.account_id = ${account} AND n.number = used.used
      ORDER BY used.at LIMIT 1) AS "firstUsed",
    (SELECT n.number FROM account a JOIN number n ON n.account_id = a.id AND n.number = a.default_outbound_number
      WHERE a.id = ${account}) AS "byDefault"`.execute(db);
  return rows[0] ?? { own: null, firstUsed: null, byDefault: null };
}

/** A business number as a call shows it; null where the account has none such. */
export async function findSenderNumber(
  db: Db,
  accountId: string,
  number: string,
): Promise<{ carrierId: string; recordingNotice: string | null } | null> {
  const row = await db
    .selectFrom("number")
    .select(["carrier_id", "record_calls", "recording_notice"])
    .where("account_id", "=", accountId)
    .where("number", "=", number)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { carrierId: row.carrier_id, recordingNotice: row.record_calls ? row.recording_notice : null };
}

/** Whether a phone is one of the installation's own numbers, whoever's. */
export async function isBusinessNumber(db: Db, phone: string): Promise<boolean> {
  const found = await db.selectFrom("number").select("id").where("number", "=", phone).executeTakeFirst();
  return found !== undefined;
}
