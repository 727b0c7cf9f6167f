import type { WeeklyHours } from "../hours/weekly-hours.ts";
import type { AccountRow, GroupRow, NumberRow, StaffRow } from "./assemble-facts.ts";
import {
  type AccountSettings,
  type GroupSettings,
  type NumberSettings,
  STRAIGHT_TO_VOICEMAIL,
  type StaffSettings,
} from "./settings-schema.ts";
import type { Stored, StoredAccount } from "./stored-settings.ts";

/** Settings in the form that facts are assembled from, for deciding on settings without a call. */
export function accountAsRow({ id, settingsVersion, account }: StoredAccount): AccountRow {
  return { id, ...accountColumns(account), settings_version: settingsVersion };
}

/** An account's own settings as its row has them, as far as calls go. */
export function accountColumns(account: AccountSettings): Omit<AccountRow, "id" | "settings_version"> {
  return {
    name: account.name,
    country: account.country,
    timezone: account.timezone,
    company_phone: account.companyPhone,
    on_call_phone: account.onCallPhone,
    ladder: account.ladder,
    closed_ladder: account.closedLadder,
    hours: textOf(account.hours),
    holidays: JSON.stringify(account.holidays),
    ring_seconds: account.ringSeconds,
    ring_budget_seconds: account.ringBudgetSeconds,
    if_nobody_answers: account.ifNobodyAnswers,
    screening_staff: account.screening.staff,
    screening_forwarding: account.screening.forwarding,
    screening_company: account.screening.company,
    caller_id: account.callerId,
    reject_withheld: account.rejectWithheld,
    skip_busy: account.skipBusy,
    last_contact_days: account.lastContactDays,
    allowed_countries: account.allowedCountries,
    unverified_callers: account.unverifiedCallers,
    silent_callers: account.silentCallers,
    greeting: account.greeting,
  };
}

export function staffAsRow({ id, settings }: Stored<StaffSettings>): StaffRow {
  const { hours, daysOff, awayUntil } = settings;
  return {
    id,
    ...staffColumns(settings),
    hours: textOf(hours),
    days_off: JSON.stringify(daysOff),
    away_until: awayUntil === null ? null : Date.parse(awayUntil),
  };
}

function textOf(hours: WeeklyHours | null): string | null {
  return hours === null ? null : JSON.stringify(hours);
}

/** A staff member's settings as their row has them, as far as calls go, but for hours and days off. */
export function staffColumns(
  settings: StaffSettings,
): Omit<StaffRow, "id" | "hours" | "days_off" | "away_until"> {
  const { name, phone, active, ringSeconds, screening, callerId, greeting } = settings;
  return { name, phone, active, ring_seconds: ringSeconds, screening, caller_id: callerId, greeting };
}

export function numberAsRow(number: NumberSettings): NumberRow {
  const { hours, menu } = number;
  return {
    ...numberColumns(number),
    hours: textOf(hours),
    menu: menu === null ? null : JSON.stringify(menu),
  };
}

/** The groups that a number's ladders may name, as their rows are; nobody had a turn yet. */
export function groupsAsRows(
  groups: readonly GroupSettings[],
  staff: ReadonlyMap<string, StaffRow>,
): GroupRow[] {
  return groups.map(({ id, name, order, ringSeconds, members }) => ({
    id,
    name,
    ring_order: order,
    ring_seconds: ringSeconds,
    turn: 0,
    members: members.map((email) => staff.get(email)).filter((member) => member !== undefined),
  }));
}

/** A number's settings as its row has them, as far as calls go, but for its hours and its menu. */
export function numberColumns(number: NumberSettings): Omit<NumberRow, "hours" | "menu"> {
  return {
    number: number.number,
    label: number.label,
    forwarding_number: number.forwardingNumber,
    ladder: number.ladder,
    closed_ladder: number.closedLadder === STRAIGHT_TO_VOICEMAIL ? [] : number.closedLadder,
    ring_seconds: number.ringSeconds,
    caller_id: number.callerId,
    whisper: number.whisper,
    greeting: number.greeting,
    record_calls: number.recordCalls,
    recording_notice: number.recordingNotice,
  };
}
