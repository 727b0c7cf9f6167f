import { type Kysely, sql } from "kysely";
import { type CallbackSettings, DEFAULT_CALLBACKS } from "../../callbacks/callback-settings.ts";
import type { Outcome } from "../../calls/call-state.ts";
import { entriesFor } from "../../directory/blocked-caller.ts";
import { phoneLooks, zonesOf } from "../../directory/judge-texting.ts";
import type { TextBackFields } from "../../messages/compose-text-back.ts";
import type { TextBackFacts } from "../../messages/judge-text-back.ts";
import {
  DEFAULT_TEXT_BACK,
  type NumberTextBack,
  type TextBackSettings,
} from "../../messages/text-back-settings.ts";
import type { E164 } from "../../routing/values.ts";
import type { Schema } from "../schema.ts";
import { phonesOf } from "./phones-of.ts";

/** The call that a text-back is about. Moments in milliseconds. */
export type TextBackCall = {
  accountId: string;
  number: string;
  phone: string | null;
  leadId: string | null;
  outcome: Outcome;
  startedAt: number;
  endedAt: number;
};

export type KnownTextBack = { facts: TextBackFacts; template: string; fields: TextBackFields };

type Row = {
  name: string;
  timezone: string;
  allowed_countries: string[];
  text_back: TextBackSettings | null;
  callbacks: CallbackSettings | null;
  number_there: boolean;
  label: string | null;
  number_text_back: NumberTextBack | null;
  lead_name: string | null;
  blocked: boolean;
  opted_out: boolean;
  own_number: boolean;
  staff_phone: boolean;
  talk_at: Date | null;
  talk_who: string | null;
  waiting: boolean;
  last_sent_at: Date | null;
  automatic: number;
};

const DAY_MS = 86_400_000;

/** Everything that a text-back depends on; null where the account is gone. `except`: the text that is asked about. */
export async function readTextBackFacts(
  db: Kysely<Schema>,
  call: TextBackCall,
  { now, except = null }: { now: number; except?: string | null },
): Promise<KnownTextBack | null> {
  const { accountId, number, phone, leadId } = call;
  const account = sql`${accountId}::bigint`;
  const phones = phonesOf(accountId, leadId, phone);
  const entries = phone === null ? [] : entriesFor(phone as E164);
  const { rows } = await sql<Row>`
    WITH caller AS MATERIALIZED (SELECT ${phones} AS phones),
    sent AS MATERIALIZED (
      SELECT m.state, m.created_at, m.sending_at FROM text_message m, caller
      WHERE m.account_id = ${account} AND m.phone = ANY (caller.phones) AND m.direction = 'out'
        AND m.kind = 'textBack' AND m.state <> 'canceled' AND m.id IS DISTINCT FROM ${except}::bigint
    )
    SELECT a.name, a.timezone, a.allowed_countries, a.text_back, a.callbacks,
      n.id IS NOT NULL AS number_there, n.label, n.text_back AS number_text_back, l.name AS lead_name,
      coalesce(l.blocked, false) OR EXISTS (SELECT FROM blocked_caller b
        WHERE b.account_id = a.id AND b.caller = ANY (${entries}::text[])) AS blocked,
      EXISTS (SELECT FROM opt_out o WHERE o.account_id = a.id AND o.phone = ANY (caller.phones)) AS opted_out,
      EXISTS (SELECT FROM number o WHERE o.number = ${phone}) AS own_number,
      ${phone} IN (a.company_phone, a.on_call_phone)
        OR EXISTS (SELECT FROM staff s WHERE s.account_id = a.id AND s.phone = ${phone})
        OR EXISTS (SELECT FROM number o WHERE o.account_id = a.id AND o.forwarding_number = ${phone}) AS staff_phone,
      t.at AS talk_at, t.who AS talk_who,
      EXISTS (SELECT FROM sent WHERE state = 'queued') AS waiting,
      (SELECT max(coalesce(sending_at, created_at)) FROM sent WHERE state <> 'queued')
        AS last_sent_at,
      (SELECT count(*)::int FROM sent WHERE coalesce(sending_at, created_at) > ${new Date(now - DAY_MS)})
        AS automatic
    FROM account a CROSS JOIN caller
      LEFT JOIN number n ON n.account_id = a.id AND n.number = ${number}
      LEFT JOIN lead l ON l.account_id = a.id AND l.id = ${leadId}::bigint
      LEFT JOIN LATERAL (SELECT at, who FROM talk WHERE talk.account_id = a.id AND talk.phone = ANY (caller.phones)
        ORDER BY at DESC LIMIT 1) t ON true
    WHERE a.id = ${account}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : assemble(call, row, now);
}

async function assemble(call: TextBackCall, row: Row, now: number): Promise<KnownTextBack> {
  const settings = { ...DEFAULT_TEXT_BACK, ...row.text_back };
  const phone = call.phone as E164 | null;
  const { looks, country } = phone === null ? { looks: "other" as const, country: null } : phoneLooks(phone);
  const facts: TextBackFacts = {
    now,
    settings,
    number: row.number_text_back,
    numberThere: row.number_there,
    call,
    ignoreShorterThanSeconds: { ...DEFAULT_CALLBACKS, ...row.callbacks }.ignoreShorterThanSeconds,
    phone,
    looks,
    countryAllowed: country !== null && row.allowed_countries.includes(country),
    zones: phone === null ? [row.timezone] : await zonesOf(phone, row.timezone),
    blocked: row.blocked,
    optedOut: row.opted_out,
    ours: row.own_number ? "number" : row.staff_phone ? "staff" : null,
    talked: row.talk_at === null ? null : { at: row.talk_at.getTime(), who: row.talk_who ?? "" },
    waiting: row.waiting,
    lastSentAt: row.last_sent_at?.getTime() ?? null,
    automaticToday: row.automatic,
  };
  return {
    facts,
    template: row.number_text_back?.text ?? settings.text,
    fields: { business: row.name, line: row.label ?? call.number, name: row.lead_name ?? "" },
  };
}
