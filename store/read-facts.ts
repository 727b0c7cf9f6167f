import type pg from "pg";
import {
  type AccountRow,
  assembleFacts,
  type GroupRow,
  type LeadRow,
  type NumberRow,
  type OutreachRow,
  type StaffRow,
} from "../directory/assemble-facts.ts";
import { entriesFor } from "../directory/blocked-caller.ts";
import { MOST_SILENT_CALLS } from "../directory/hold-off.ts";
import type { AskedCall } from "../directory/settings-snapshot.ts";
import type { Facts } from "../routing/facts.ts";

/** The facts of one call, with the account and the carrier connection that its number belongs to. */
export type FoundFacts = { facts: Facts; accountId: string; carrierId: string };

/** Kinds of carrier that show no number but the business's own (docs/carriers). */
const SHOW_BUSINESS_ONLY = new Set(["signalwire"]);

/** Whether a carrier of this kind can show the caller's number to the person rung. */
export function canShowCaller(carrierKind: string): boolean {
  return !SHOW_BUSINESS_ONLY.has(carrierKind);
}

type FactRow = {
  place: number;
  carrier_id: string;
  carrier_kind: string;
  account: AccountRow;
  number: NumberRow;
  number_user: StaffRow | null;
  lead: LeadRow | null;
  lead_user: StaffRow | null;
  lead_matches: string | null;
  last_contact: StaffRow | null;
  groups: (GroupRow & { own_numbers: (string | null)[] | null })[] | null;
  own_numbers: string[] | null;
  owners: StaffRow[] | null;
  blocked_by: string | null;
  silent_calls: number[] | null;
  outreach: OutreachRow | null;
};

/** All facts of one call; null where its number is not known. */
export async function readFacts(pool: Pick<pg.Pool, "query">, call: AskedCall): Promise<FoundFacts | null> {
  return (await readFactsOfMany(pool, [call]))[0] ?? null;
}

/**
 * All facts of each of these calls, in their order, in one named statement; null where a number is not
 * known. Takes the same time however many leads there are.
 */
export async function readFactsOfMany(
  pool: Pick<pg.Pool, "query">,
  calls: readonly AskedCall[],
): Promise<(FoundFacts | null)[]> {
  const { rows } = await pool.query<FactRow>({
    name: "read-facts",
    text: READ_FACTS,
    values: [
      calls.map(({ to }) => to),
      calls.map(({ from }) => from),
      calls.map(({ from }) => (from === null ? "" : entriesFor(from).join(" "))),
    ],
  });
  const found: (FoundFacts | null)[] = calls.map(() => null);
  for (const row of rows) {
    const place = row.place - 1;
    const call = calls[place];
    if (call !== undefined) found[place] = factsOf(row, call);
  }
  return found;
}

function factsOf(row: FactRow, { from, at, menuKey = null, attestation }: AskedCall): FoundFacts {
  const lead = row.lead && {
    row: row.lead,
    user: row.lead_user,
    matches: Number(row.lead_matches),
    lastContact: row.last_contact,
  };
  const { account, number, number_user: numberUser, own_numbers: own, owners } = row;
  const groups = row.groups ?? [];
  const members = groups.flatMap((group) => group.own_numbers ?? []).filter((phone) => phone !== null);
  const ownNumbers = members.length === 0 ? (own ?? []) : [...(own ?? []), ...members];
  const known = {
    account,
    number,
    numberUser,
    lead,
    groups,
    ownNumbers,
    owners: owners ?? [],
    blockedBy: row.blocked_by,
    silentCalls: row.silent_calls ?? [],
    outreach: row.outreach,
  };
  const call = { caller: from, attestation, at, menuKey };
  return {
    facts: assembleFacts(known, call, canShowCaller(row.carrier_kind)),
    accountId: account.id,
    carrierId: row.carrier_id,
  };
}

const STAFF = (alias: string) => `json_build_object('id', ${alias}.id::text,
  'name', ${alias}.name, 'phone', ${alias}.phone, 'active', ${alias}.active, 'ring_seconds', ${alias}.ring_seconds,
  'screening', ${alias}.screening, 'caller_id', ${alias}.caller_id, 'hours', ${alias}.hours::text,
  'greeting', ${alias}.greeting, 'days_off', ${alias}.days_off::text,
  'away_until', (extract(epoch FROM ${alias}.away_until) * 1000)::float8,
  'use', (SELECT json_build_object('since', (extract(epoch FROM u.since) * 1000)::float8,
      'until', (extract(epoch FROM u.until) * 1000)::float8)
    FROM phone_use u WHERE u.account_id = ${alias}.account_id AND u.phone = ${alias}.phone LIMIT 1))`;

const MAYBE_STAFF = (alias: string) => `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE ${STAFF(alias)} END`;

/** The groups that a call's ladders may name, with their members in order. */
const GROUPS = `
  SELECT json_agg(json_build_object('id', g.id, 'name', g.name, 'ring_order', g.ring_order,
    'ring_seconds', g.ring_seconds, 'turn', g.turn,
    'own_numbers', (SELECT json_agg((SELECT o.number FROM number o WHERE o.number = m.phone LIMIT 1))
      FROM staff m WHERE m.account_id = g.account_id AND m.id = ANY (g.members)),
    'members', (SELECT coalesce(json_agg(${STAFF("m")} ORDER BY array_position(g.members, m.id)), '[]')
      FROM staff m WHERE m.account_id = g.account_id AND m.id = ANY (g.members))))
  FROM ring_group g WHERE g.account_id = n.account_id AND g.id = ANY (named.groups)`;

/**
 * The block list is asked for each of the entries that would cover the caller; the most exact one is named. The
 * lead: the one last contacted by us, else the one changed last (product.md §2). The limits of one row say to the planner,
 * which can't see how many calls are asked for, that each is to be looked up by its key.
 */
export const READ_FACTS = `
  SELECT asked.place::int, n.carrier_id, c.kind AS carrier_kind,
    json_build_object('id', a.id::text, 'name', a.name, 'country', a.country, 'timezone', a.timezone,
      'company_phone', a.company_phone, 'on_call_phone', a.on_call_phone, 'hours', a.hours::text,
      'holidays', a.holidays::text, 'closed_ladder', a.closed_ladder, 'ladder', a.ladder,
      'ring_seconds', a.ring_seconds, 'ring_budget_seconds', a.ring_budget_seconds,
      'if_nobody_answers', a.if_nobody_answers, 'screening_staff', a.screening_staff,
      'screening_forwarding', a.screening_forwarding, 'screening_company', a.screening_company,
      'caller_id', a.caller_id, 'reject_withheld', a.reject_withheld, 'skip_busy', a.skip_busy,
      'last_contact_days', a.last_contact_days, 'allowed_countries', a.allowed_countries,
      'unverified_callers', a.unverified_callers, 'silent_callers', a.silent_callers,
      'greeting', a.greeting, 'settings_version', a.settings_version) AS account,
    json_build_object('number', n.number, 'label', n.label, 'forwarding_number', n.forwarding_number,
      'ladder', n.ladder, 'closed_ladder', n.closed_ladder, 'hours', n.hours::text, 'ring_seconds', n.ring_seconds,
      'caller_id', n.caller_id, 'whisper', n.whisper, 'greeting', n.greeting, 'menu', n.menu::text,
      'record_calls', n.record_calls, 'recording_notice', n.recording_notice) AS number,
    ${MAYBE_STAFF("nu")} AS number_user,
    CASE WHEN l.id IS NULL THEN NULL ELSE json_build_object('id', l.id::text, 'name', l.name, 'blocked', l.blocked,
      'last_contact_at', (extract(epoch FROM l.talked_at) * 1000)::float8) END AS lead,
    ${MAYBE_STAFF("lu")} AS lead_user,
    l.matches AS lead_matches, b.caller AS blocked_by, sc.times AS silent_calls, o.last AS outreach,
    ${MAYBE_STAFF("lt")} AS last_contact,
    CASE WHEN named.groups IS NULL THEN NULL ELSE (${GROUPS}) END AS groups,
    (SELECT array_agg(o.number) FROM number o
      WHERE o.number IN (nu.phone, lu.phone, lt.phone, n.forwarding_number, a.company_phone, a.on_call_phone)) AS own_numbers,
    (SELECT json_agg(${STAFF("s")}) FROM staff s WHERE s.account_id = n.account_id
      AND s.phone = ANY (ARRAY[n.forwarding_number, a.company_phone, a.on_call_phone])) AS owners
  FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (called, caller, entries, place)
  CROSS JOIN LATERAL (SELECT * FROM number WHERE number.number = asked.called LIMIT 1) n
  CROSS JOIN LATERAL (SELECT * FROM account WHERE account.id = n.account_id LIMIT 1) a
  CROSS JOIN LATERAL (
    SELECT * FROM carrier WHERE carrier.account_id = n.account_id AND carrier.id = n.carrier_id LIMIT 1
  ) c
  CROSS JOIN LATERAL (
    SELECT array_agg(substr(rung, 7)) AS groups FROM unnest(coalesce(n.ladder, a.ladder)
      || coalesce(n.closed_ladder, a.closed_ladder) || coalesce(n.menu_rungs, '{}')) rung WHERE rung LIKE 'group:%'
  ) named
  LEFT JOIN LATERAL (
    SELECT * FROM staff WHERE staff.account_id = n.account_id AND staff.id = n.user_id LIMIT 1
  ) nu ON true
  LEFT JOIN LATERAL (
    SELECT lead.*, count(*) OVER () AS matches
    FROM lead_phone p JOIN lead ON lead.account_id = p.account_id AND lead.id = p.lead_id
    WHERE p.account_id = n.account_id AND p.phone = asked.caller
    ORDER BY lead.last_contacted_at DESC NULLS LAST, lead.changed_at DESC, lead.id DESC
    LIMIT 1
  ) l ON true
  LEFT JOIN LATERAL (
    SELECT * FROM staff WHERE staff.account_id = n.account_id AND staff.id = l.user_id LIMIT 1
  ) lu ON true
  LEFT JOIN LATERAL (
    SELECT * FROM staff WHERE staff.account_id = n.account_id AND staff.id = l.talked_user_id LIMIT 1
  ) lt ON true
  LEFT JOIN LATERAL (
    SELECT blocked_caller.caller FROM blocked_caller
    WHERE blocked_caller.account_id = n.account_id AND blocked_caller.caller = ANY (string_to_array(asked.entries, ' '))
    ORDER BY blocked_caller.caller = asked.caller DESC, length(blocked_caller.caller) DESC LIMIT 1
  ) b ON true
  LEFT JOIN LATERAL (
    SELECT array_agg((extract(epoch FROM last.at) * 1000)::float8 ORDER BY last.at DESC) AS times FROM (
      SELECT silent_call.at FROM silent_call
      WHERE silent_call.account_id = n.account_id AND silent_call.phone = asked.caller
      ORDER BY silent_call.at DESC LIMIT ${MOST_SILENT_CALLS}
    ) last
  ) sc ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('at', (extract(epoch FROM outreach.at) * 1000)::float8, 'kind', outreach.kind,
      'campaign_id', outreach.campaign_id::text,
      'campaign', (SELECT campaign.name FROM campaign
        WHERE campaign.account_id = outreach.account_id AND campaign.id = outreach.campaign_id LIMIT 1),
      'by', (SELECT staff.name FROM staff
        WHERE staff.account_id = outreach.account_id AND staff.id = outreach.user_id LIMIT 1)) AS last
    FROM outreach
    WHERE outreach.account_id = n.account_id AND outreach.phone = asked.caller AND outreach.number = asked.called LIMIT 1
  ) o ON true`;
