import type pg from "pg";
import { assembleFacts, type LeadRow, type OutreachRow, type PhoneUse } from "../directory/assemble-facts.ts";
import { entriesFor } from "../directory/blocked-caller.ts";
import { MOST_SILENT_CALLS } from "../directory/hold-off.ts";
import type { AccountIndex, NumberIndex } from "../directory/index-account.ts";
import type { AskedCall } from "../directory/settings-snapshot.ts";
import type { Facts } from "../routing/facts.ts";
import { type RememberedAccounts, rememberAccounts } from "./remember-accounts.ts";

/** The facts of one call, with the account and the carrier connection that its number belongs to. */
export type FoundFacts = { facts: Facts; accountId: string; carrierId: string };

type Queryable = Pick<pg.Pool, "query">;

/** Kinds of carrier that show no number but the business's own (docs/carriers). */
const SHOW_BUSINESS_ONLY = new Set(["signalwire"]);

/** Whether a carrier of this kind can show the caller's number to the person rung. */
export function canShowCaller(carrierKind: string): boolean {
  return !SHOW_BUSINESS_ONLY.has(carrierKind);
}

/** What the database says of a call beyond its account's settings. Times in milliseconds since 1970. */
type FactRow = {
  place: number;
  settings_version: string;
  lead: (LeadRow & { user_id: string | null; talked_user_id: string | null; matches: number }) | null;
  own_numbers: string[] | null;
  uses: [phone: string, since: number, until: number | null][] | null;
  blocked_by: string | null;
  silent_calls: number[] | null;
  outreach: OutreachRow | null;
};

/** All facts of one call, its account's settings read for it; null where its number is not known. */
export async function readFacts(pool: Queryable, call: AskedCall): Promise<FoundFacts | null> {
  return (await readFactsOfMany(pool, rememberAccounts(), [call]))[0] ?? null;
}

/** Settings that are changed again and again while they are read: then those read last have to do. */
const MOST_READINGS = 3;

/**
 * All facts of each of these calls, in their order, in one named statement; null where a number is not known. Settings
 * are those that are remembered, where the statement says that they are the newest; else they are read. Takes the same
 * time however many leads there are.
 */
export async function readFactsOfMany(
  pool: Queryable,
  accounts: RememberedAccounts,
  calls: readonly AskedCall[],
): Promise<(FoundFacts | null)[]> {
  const found: (FoundFacts | null)[] = calls.map(() => null);
  let places = [...calls.keys()];
  for (let reading = 1; places.length > 0; reading += 1) {
    const asked = await lookUp(pool, accounts, calls, places);
    const rows = await readRows(pool, asked);
    places = [];
    for (const row of rows) {
      const one = asked[row.place - 1];
      if (one === undefined) continue;
      if (row.settings_version === one.line.account.settings_version || reading === MOST_READINGS) {
        found[one.place] = factsOf(row, one);
      } else {
        accounts.forget(one.index);
        places.push(one.place);
      }
    }
  }
  return found;
}

/** A call, its place among those asked for, and what settings say of its number. */
type Asked = { place: number; call: AskedCall; index: AccountIndex; line: NumberIndex };

async function lookUp(
  pool: Queryable,
  accounts: RememberedAccounts,
  calls: readonly AskedCall[],
  places: readonly number[],
): Promise<Asked[]> {
  const asked = places.flatMap((place) => {
    const call = calls[place];
    return call === undefined ? [] : [{ place, call, index: accounts.find(call.to) }];
  });
  const unknown = asked.filter(({ index }) => index === undefined).map(({ call }) => call.to);
  const learnt = unknown.length > 0 ? await accounts.learn(pool, [...new Set(unknown)]) : null;
  return asked.flatMap(({ place, call, index: remembered }) => {
    const index = remembered ?? learnt?.get(call.to);
    const line = index?.number(call.to);
    return index === undefined || line === undefined ? [] : [{ place, call, index, line }];
  });
}

async function readRows(pool: Queryable, asked: readonly Asked[]): Promise<FactRow[]> {
  if (asked.length === 0) return [];
  const { rows } = await pool.query<FactRow>({
    name: "read-facts",
    text: READ_FACTS,
    values: [
      asked.map(({ line }) => line.account.id),
      asked.map(({ call }) => call.from),
      asked.map(({ call }) => (call.from === null ? "" : entriesFor(call.from).join(" "))),
      asked.map(({ line }) => line.phones.join(" ")),
      asked.map(({ call }) => call.to),
    ],
  });
  return rows;
}

function factsOf(row: FactRow, { call, index, line }: Asked): FoundFacts {
  const { lead } = row;
  const known = {
    ...line,
    lead: lead && {
      row: lead,
      user: index.person(lead.user_id),
      matches: lead.matches,
      lastContact: index.person(lead.talked_user_id),
    },
    ownNumbers: row.own_numbers ?? [],
    uses: new Map(
      (row.uses ?? []).map(([phone, since, until]): [string, PhoneUse] => [phone, { since, until }]),
    ),
    blockedBy: row.blocked_by,
    silentCalls: row.silent_calls ?? [],
    outreach: row.outreach,
  };
  const { from: caller, at, menuKey = null, attestation } = call;
  const { number, account } = line;
  return {
    facts: assembleFacts(known, { caller, attestation, at, menuKey }, canShowCaller(number.carrier_kind)),
    accountId: account.id,
    carrierId: number.carrier_id,
  };
}

const MILLISECONDS = (time: string) => `(extract(epoch FROM ${time}) * 1000)::float8`;

const PHONES = "string_to_array(asked.phones, ' ') || lu.phone || lt.phone";

/**
 * `phones` are those that settings may ring; the lead's own people are added. The block list is asked for each of the entries
 * that would cover the caller; the most exact one is named. The lead: the one last contacted by us, else the one changed
 * last (product.md §2). The limits of one row say to the planner, which can't see how many calls are asked for, that each
 * is to be looked up by its key.
 */
export const READ_FACTS = `
  SELECT asked.place::int, a.settings_version::text,
    CASE WHEN l.id IS NULL THEN NULL ELSE json_build_object('id', l.id::text, 'name', l.name, 'blocked', l.blocked,
      'user_id', l.user_id::text, 'talked_user_id', l.talked_user_id::text, 'matches', l.matches,
      'last_contact_at', ${MILLISECONDS("l.talked_at")}) END AS lead,
    b.caller AS blocked_by, sc.times AS silent_calls, o.last AS outreach,
    (SELECT array_agg(o.number) FROM number o WHERE o.number = ANY (${PHONES})) AS own_numbers,
    (SELECT json_agg(json_build_array(u.phone, ${MILLISECONDS("u.since")}, ${MILLISECONDS("u.until")}))
      FROM phone_use u WHERE u.account_id = asked.account_id AND u.phone = ANY (${PHONES})) AS uses
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
    WITH ORDINALITY AS asked (account_id, caller, entries, phones, called, place)
  CROSS JOIN LATERAL (SELECT settings_version FROM account WHERE account.id = asked.account_id LIMIT 1) a
  LEFT JOIN LATERAL (
    SELECT lead.id, lead.name, lead.blocked, lead.user_id, lead.talked_user_id, lead.talked_at,
      count(*) OVER () AS matches
    FROM lead_phone p JOIN lead ON lead.account_id = p.account_id AND lead.id = p.lead_id
    WHERE p.account_id = asked.account_id AND p.phone = asked.caller
    ORDER BY lead.last_contacted_at DESC NULLS LAST, lead.changed_at DESC, lead.id DESC
    LIMIT 1
  ) l ON true
  LEFT JOIN LATERAL (
    SELECT staff.phone FROM staff WHERE staff.account_id = asked.account_id AND staff.id = l.user_id LIMIT 1
  ) lu ON true
  LEFT JOIN LATERAL (
    SELECT staff.phone FROM staff WHERE staff.account_id = asked.account_id AND staff.id = l.talked_user_id LIMIT 1
  ) lt ON true
  LEFT JOIN LATERAL (
    SELECT blocked_caller.caller FROM blocked_caller
    WHERE blocked_caller.account_id = asked.account_id
      AND blocked_caller.caller = ANY (string_to_array(asked.entries, ' '))
    ORDER BY blocked_caller.caller = asked.caller DESC, length(blocked_caller.caller) DESC LIMIT 1
  ) b ON true
  LEFT JOIN LATERAL (
    SELECT array_agg(${MILLISECONDS("last.at")} ORDER BY last.at DESC) AS times FROM (
      SELECT silent_call.at FROM silent_call
      WHERE silent_call.account_id = asked.account_id AND silent_call.phone = asked.caller
      ORDER BY silent_call.at DESC LIMIT ${MOST_SILENT_CALLS}
    ) last
  ) sc ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('at', ${MILLISECONDS("outreach.at")}, 'kind', outreach.kind,
      'campaign_id', outreach.campaign_id::text,
      'campaign', (SELECT campaign.name FROM campaign
        WHERE campaign.account_id = outreach.account_id AND campaign.id = outreach.campaign_id LIMIT 1),
      'by', (SELECT staff.name FROM staff
        WHERE staff.account_id = outreach.account_id AND staff.id = outreach.user_id LIMIT 1)) AS last
    FROM outreach
    WHERE outreach.account_id = asked.account_id AND outreach.phone = asked.caller AND outreach.number = asked.called LIMIT 1
  ) o ON true`;
