import { type Kysely, sql } from "kysely";
import { TEXT_ERROR_TABLE } from "../../carriers/text-errors.ts";
import { phoneLooks, zonesOf } from "../../directory/judge-texting.ts";
import type { PersonTextFacts } from "../../messages/judge-person-text.ts";
import { needsRegistration } from "../../messages/registration.ts";
import { DEFAULT_TEXT_BACK, type TextBackSettings } from "../../messages/text-back-settings.ts";
import { DEFAULT_OUTBOUND, type OutboundSettings } from "../../outbound/outbound-settings.ts";
import type { E164 } from "../../routing/values.ts";
import type { Schema } from "../schema.ts";

type Row = {
  timezone: string;
  allowed: string[];
  outbound: OutboundSettings | null;
  textBack: TextBackSettings | null;
  optedOut: boolean;
  isOurs: boolean;
  code: string | null;
  sent: number;
};

const DAY_MS = 86_400_000;

/** Everything that a staff member's text depends on. `staffId` null: a key's, which has no limit of its own. */
export async function readPersonTextFacts(
  db: Kysely<Schema>,
  of: { accountId: string; staffId: string | null; phone: string; number: string | null; now: number },
): Promise<PersonTextFacts> {
  const { accountId, staffId, phone, number, now } = of;
  const { rows } = await sql<Row>`
    SELECT a.timezone, a.allowed_countries AS allowed, a.outbound, a.text_back AS "textBack",
      EXISTS (SELECT FROM opt_out o WHERE o.account_id = a.id AND o.phone = ${phone}) AS "optedOut",
      EXISTS (SELECT FROM number n WHERE n.number = ${phone}) AS "isOurs",
      (SELECT r.code FROM number_registration r WHERE r.account_id = a.id AND r.number = ${number}::text) AS code,
      (SELECT count(*)::int FROM text_message m WHERE m.account_id = a.id AND m.staff_id = ${staffId}::bigint
        AND m.created_at > ${new Date(now - DAY_MS)} AND m.state <> 'canceled') AS sent
    FROM account a WHERE a.id = ${accountId}::bigint`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no account ${accountId}`);
  const { looks, country } = phoneLooks(phone as E164);
  const { code } = row;
  return {
    now,
    phone,
    looks,
    countryAllowed: country !== null && row.allowed.includes(country),
    optedOut: row.optedOut,
    isOurs: row.isOurs,
    unregistered: code !== null && needsRegistration(phone, code) ? (TEXT_ERROR_TABLE[code] ?? null) : null,
    sent: row.sent,
    textsPerDay: { ...DEFAULT_OUTBOUND, ...row.outbound }.textsPerDay,
    zones: await zonesOf(phone as E164, row.timezone),
    quietHours: { ...DEFAULT_TEXT_BACK, ...row.textBack }.quietHours,
  };
}
