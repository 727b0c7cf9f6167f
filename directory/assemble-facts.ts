import type { Destination, Facts, LeadFacts, Person } from "../routing/facts.ts";
import type { CallerIdChoice, E164, IfNobodyAnswers, Rung, Seconds } from "../routing/values.ts";
import { judgeDialing } from "./normalise-phone.ts";

/** A staff member as stored, as far as calls go. */
export type StaffRow = {
  id: string;
  name: string;
  phone: string | null;
  active: boolean;
  ring_seconds: number | null;
  screening: boolean | null;
  caller_id: CallerIdChoice | null;
  greeting: string | null;
};

export type AccountRow = {
  id: string;
  name: string;
  country: string;
  company_phone: string | null;
  ladder: Rung[];
  ring_seconds: number | null;
  ring_budget_seconds: number;
  if_nobody_answers: IfNobodyAnswers;
  screening_staff: boolean;
  screening_forwarding: boolean;
  screening_company: boolean;
  caller_id: CallerIdChoice;
  reject_withheld: boolean;
  allowed_countries: string[];
  blocked_callers: string[];
  greeting: string | null;
  settings_version: string;
};

export type NumberRow = {
  number: string;
  label: string | null;
  forwarding_number: string | null;
  ladder: Rung[] | null;
  ring_seconds: number | null;
  caller_id: CallerIdChoice | null;
  whisper: string | null;
  greeting: string | null;
};

export type LeadRow = { id: string; name: string; blocked: boolean };

/** What is known for one call, from the database or from memory. */
export type Known = {
  account: AccountRow;
  number: NumberRow;
  numberUser: StaffRow | null;
  /** Undefined where leads could not be looked up. */
  lead: { row: LeadRow; user: StaffRow | null; matches: number } | null | undefined;
  /** Those of the phones in question that are the installation's own numbers. */
  ownNumbers: readonly string[];
};

/** Turns what is stored into the facts of a decision. What is stored was checked when it was written. */
export function assembleFacts(known: Known, caller: E164 | null, canShowCaller: boolean): Facts {
  const { account, number } = known;
  const destination = (phone: string | null): Destination | null => {
    if (phone === null) return null;
    const e164 = phone as E164;
    return {
      phone: e164,
      dialing: judgeDialing(e164, account.allowed_countries),
      ours: known.ownNumbers.includes(phone),
    };
  };
  const person = (row: StaffRow | null): Person | null =>
    row && {
      id: row.id,
      name: row.name,
      phone: destination(row.phone),
      active: row.active,
      ringSeconds: row.ring_seconds as Seconds | null,
      screening: row.screening,
      callerId: row.caller_id,
      // What was remembered before there were greetings has none.
      greeting: row.greeting ?? null,
    };
  const lead = known.lead;
  const leadFacts: LeadFacts | null = lead
    ? {
        id: lead.row.id,
        name: lead.row.name,
        blocked: lead.row.blocked,
        user: person(lead.user),
        otherMatches: lead.matches - 1,
      }
    : null;
  return {
    settingsVersion: Number(account.settings_version),
    account: {
      name: account.name,
      ladder: account.ladder,
      ringSeconds: account.ring_seconds as Seconds | null,
      ringBudgetSeconds: account.ring_budget_seconds as Seconds,
      ifNobodyAnswers: account.if_nobody_answers,
      screening: {
        staff: account.screening_staff,
        forwarding: account.screening_forwarding,
        company: account.screening_company,
      },
      callerId: account.caller_id,
      greeting: account.greeting ?? null,
      rejectWithheld: account.reject_withheld,
      companyPhone: destination(account.company_phone),
    },
    number: {
      number: number.number as E164,
      label: number.label,
      forwarding: destination(number.forwarding_number),
      user: person(known.numberUser),
      ladder: number.ladder,
      ringSeconds: number.ring_seconds as Seconds | null,
      callerId: number.caller_id,
      whisper: number.whisper,
      greeting: number.greeting ?? null,
      canShowCaller,
    },
    caller: { phone: caller, blocked: caller !== null && account.blocked_callers.includes(caller) },
    lead: leadFacts,
    degraded: lead === undefined && caller !== null,
  };
}
