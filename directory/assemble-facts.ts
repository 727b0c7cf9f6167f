import { sayAbsence, sayClosed } from "../hours/say-hours.ts";
import { readSchedule, type Schedule } from "../hours/schedule.ts";
import type {
  Absence,
  Destination,
  Facts,
  GroupFacts,
  LeadFacts,
  OutreachFacts,
  Person,
} from "../routing/facts.ts";
import { sayOutreach } from "../routing/say-outreach.ts";
import {
  type Attestation,
  type CallerIdChoice,
  DEFAULT_LAST_CONTACT_DAYS,
  type E164,
  type GroupOrder,
  type IfNobodyAnswers,
  type Rung,
  type Seconds,
  type UnverifiedCallers,
} from "../routing/values.ts";
import { type SilentCallers, sayHeldOff } from "./hold-off.ts";
import { judgeDialing } from "./normalise-phone.ts";
import { readMenu } from "./read-menu.ts";

/** A staff member as stored, as far as calls go. */
export type StaffRow = {
  id: string;
  name: string;
  phone: string | null;
  active: boolean;
  ring_seconds: number | null;
  screening: boolean | null;
  caller_id: CallerIdChoice | null;
  /** JSON text, as hours are everywhere here: what was read before is known by it (hours/schedule.ts). */
  hours: string | null;
  days_off: string;
  /** Milliseconds since 1970. */
  away_until: number | null;
  greeting: string | null;
};

/** A phone's last talk: its times in milliseconds since 1970. `until` null: it goes on. */
export type PhoneUse = { since: number; until: number | null };

export type AccountRow = {
  id: string;
  name: string;
  country: string;
  timezone: string;
  company_phone: string | null;
  on_call_phone: string | null;
  ladder: Rung[];
  closed_ladder: Rung[];
  hours: string | null;
  holidays: string;
  ring_seconds: number | null;
  ring_budget_seconds: number;
  if_nobody_answers: IfNobodyAnswers;
  screening_staff: boolean;
  screening_forwarding: boolean;
  screening_company: boolean;
  caller_id: CallerIdChoice;
  reject_withheld: boolean;
  skip_busy: boolean;
  last_contact_days: number;
  allowed_countries: string[];
  unverified_callers: UnverifiedCallers;
  silent_callers: SilentCallers;
  greeting: string | null;
  settings_version: string;
};

export type NumberRow = {
  number: string;
  label: string | null;
  forwarding_number: string | null;
  ladder: Rung[] | null;
  closed_ladder: Rung[] | null;
  hours: string | null;
  ring_seconds: number | null;
  caller_id: CallerIdChoice | null;
  whisper: string | null;
  greeting: string | null;
  record_calls: boolean;
  recording_notice: string;
  /** JSON text of a menu as settings have it (directory/menu-fields.ts). */
  menu: string | null;
};

/** `last_contact_at` in milliseconds since 1970: when somebody of the staff last talked or wrote to them. */
export type LeadRow = { id: string; name: string; blocked: boolean; last_contact_at?: number | null };

/** A ring group as stored, with its members as they are. */
export type GroupRow = {
  id: string;
  name: string;
  ring_order: GroupOrder;
  ring_seconds: number | null;
  turn: number;
  members: readonly StaffRow[];
};

/** What is known for one call, from the database or from memory. */
export type Known = {
  account: AccountRow;
  number: NumberRow;
  numberUser: StaffRow | null;
  /** Undefined where leads could not be looked up. */
  lead: KnownLead | null | undefined;
  /** The groups that the number's ladders name. */
  groups: readonly GroupRow[];
  /** Those of the phones in question that are the installation's own numbers. */
  ownNumbers: readonly string[];
  /** The last use of each phone by a call that we connected, where that was looked up. */
  uses?: ReadonlyMap<string, PhoneUse>;
  /** The staff whose own phone is the forwarding number, the company phone or the on-call phone. */
  owners: readonly StaffRow[];
  /** The entry of the block list that covers the caller. */
  blockedBy: string | null;
  /** When the caller's calls without a word ended, in milliseconds, the newest first. */
  silentCalls: readonly number[];
  /** The last word from the number to the caller; null or left out: none, or it was not looked up. */
  outreach?: OutreachRow | null;
};

/** `at` in milliseconds since 1970. */
export type OutreachRow = {
  at: number;
  kind: "text" | "call";
  campaign_id: string | null;
  campaign: string | null;
  by: string | null;
};

export type KnownLead = {
  row: LeadRow;
  user: StaffRow | null;
  matches: number;
  lastContact?: StaffRow | null;
};

/**
 * A call as far as it changes the facts: who calls, what the carrier vouches for (left out: not known), when, in
 * milliseconds since 1970, and what was pressed in the menu.
 */
export type CallAt = {
  caller: E164 | null;
  attestation?: Attestation | null | undefined;
  at: number;
  menuKey?: string | null;
};

/** Who calls later than this calls for something else. */
const OUTREACH_DAYS = 30;
/** No talk is longer (the time limit of every Dial): what was not ended by then was lost. */
const LONGEST_TALK_MS = 4 * 3_600_000;
const DAY_MS = 86_400_000;

/** Turns what is stored into the facts of a decision. What is stored was checked when it was written. */
export function assembleFacts(
  known: Known,
  { caller, attestation, at, menuKey = null }: CallAt,
  canShowCaller: boolean,
): Facts {
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
  const person = (row: StaffRow | null): Person | null => {
    if (row === null) return null;
    const use = known.uses?.get(row.phone ?? "");
    return {
      id: row.id,
      name: row.name,
      phone: destination(row.phone),
      active: row.active,
      absence: absenceOf(row, account.timezone, at),
      talking: isTalking(use, at),
      idleSince: use?.until ?? null,
      ringSeconds: row.ring_seconds as Seconds | null,
      screening: row.screening,
      callerId: row.caller_id,
      // What was remembered before there were greetings has none.
      greeting: row.greeting ?? null,
    };
  };
  const lead = known.lead;
  const outreach = outreachOf(known.outreach ?? null, at);
  const leadFacts: LeadFacts | null = lead
    ? {
        id: lead.row.id,
        name: lead.row.name,
        blocked: lead.row.blocked,
        user: person(lead.user),
        otherMatches: lead.matches - 1,
        lastContact: isRecent(lead.row, account, at) ? person(lead.lastContact ?? null) : null,
      }
    : null;
  return {
    settingsVersion: Number(account.settings_version),
    account: {
      name: account.name,
      ladder: account.ladder,
      closedLadder: account.closed_ladder,
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
      unverifiedCallers: account.unverified_callers,
      holdOffLeads: account.silent_callers.leadsToo,
      // What was remembered before there was this says nothing of it.
      skipBusy: account.skip_busy ?? true,
      lastContactDays: account.last_contact_days ?? DEFAULT_LAST_CONTACT_DAYS,
      companyPhone: destination(account.company_phone),
      onCallPhone: destination(account.on_call_phone),
    },
    number: {
      number: number.number as E164,
      label: number.label,
      forwarding: destination(number.forwarding_number),
      user: person(known.numberUser),
      ladder: number.ladder,
      closedLadder: number.closed_ladder,
      ringSeconds: number.ring_seconds as Seconds | null,
      callerId: number.caller_id,
      whisper: number.whisper,
      greeting: number.greeting ?? null,
      recordingNotice: number.record_calls ? number.recording_notice : null,
      menu: readMenu(number.menu),
      canShowCaller,
    },
    caller: {
      phone: caller,
      blockedBy: known.blockedBy,
      heldOff: sayHeldOff(known.silentCalls, account.silent_callers, at, account.timezone),
      attestation: attestation ?? null,
    },
    lead: leadFacts,
    outreach,
    outreachText: sayOutreach(outreach, at),
    groups: (known.groups ?? []).map(
      (group): GroupFacts => ({
        id: group.id,
        name: group.name,
        order: group.ring_order,
        ringSeconds: group.ring_seconds as Seconds | null,
        turn: group.turn,
        members: group.members.map((member) => person(member)).filter((member) => member !== null),
      }),
    ),
    menuKey,
    degraded: lead === undefined && caller !== null,
    closed: sayClosed(
      scheduleOf(account, number),
      number.hours === null ? "The business" : "This number",
      at,
    ),
    absentOwners: findAbsentOwners(known.owners, account.timezone, at),
  };
}

function outreachOf(row: OutreachRow | null, at: number): OutreachFacts | null {
  if (row === null || row.at > at || at - row.at > OUTREACH_DAYS * DAY_MS) return null;
  const { campaign_id: id, campaign: name, by, kind } = row;
  return { campaign: id === null || name === null ? null : { id, name }, by, kind, at: row.at };
}

/** The hours of a number: its own, or else its account's; holidays are the account's. */
export function scheduleOf(account: AccountHours, number: Pick<NumberRow, "hours">): Schedule {
  const known = numberSchedules.get(number);
  if (known?.account === account) return known.schedule;
  const { timezone: zone, hours, holidays: exceptions } = account;
  const schedule = readSchedule({ zone, hours: number.hours ?? hours, exceptions });
  numberSchedules.set(number, { account, schedule });
  return schedule;
}

type AccountHours = Pick<AccountRow, "timezone" | "hours" | "holidays">;

function absenceOf(row: StaffRow, zone: string, at: number): Absence | null {
  const known = staffSchedules.get(row);
  const schedule =
    known?.zone === zone ? known : readSchedule({ zone, hours: row.hours, exceptions: row.days_off });
  if (schedule !== known) staffSchedules.set(row, schedule);
  return sayAbsence(schedule, row.away_until, at);
}

// Rows are the same at every call until settings change: to put together the text that a schedule is found by takes longer
// than to ask it.
const numberSchedules = new WeakMap<
  Pick<NumberRow, "hours">,
  { account: AccountHours; schedule: Schedule }
>();
const staffSchedules = new WeakMap<StaffRow, Schedule>();

function isTalking(use: PhoneUse | undefined, at: number): boolean {
  return use !== undefined && use.until === null && at - use.since < LONGEST_TALK_MS;
}

function isRecent(lead: LeadRow, account: AccountRow, at: number): boolean {
  const days = account.last_contact_days ?? DEFAULT_LAST_CONTACT_DAYS;
  return lead.last_contact_at != null && at - lead.last_contact_at < days * DAY_MS;
}

/** Who is inactive has no hours. A phone of two people is rung while one of them is there. */
function findAbsentOwners(owners: readonly StaffRow[], zone: string, at: number): Facts["absentOwners"] {
  const judged = owners
    .filter(({ active, phone }) => active && phone !== null)
    // In one order, wherever they come from: of two people with one phone, the first is named.
    .sort((one, other) => Number(one.id) - Number(other.id))
    .map((owner) => ({ phone: owner.phone as E164, name: owner.name, absence: absenceOf(owner, zone, at) }));
  return judged.flatMap(({ phone, name, absence }) =>
    absence === null || judged.some((other) => other.phone === phone && other.absence === null)
      ? []
      : [{ phone, name, absence }],
  );
}
