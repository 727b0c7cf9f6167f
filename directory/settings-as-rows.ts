import type { AccountRow, NumberRow, StaffRow } from "./assemble-facts.ts";
import type { AccountSettings, NumberSettings, StaffSettings } from "./settings-schema.ts";
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
    company_phone: account.companyPhone,
    ladder: account.ladder,
    ring_seconds: account.ringSeconds,
    ring_budget_seconds: account.ringBudgetSeconds,
    if_nobody_answers: account.ifNobodyAnswers,
    screening_staff: account.screening.staff,
    screening_forwarding: account.screening.forwarding,
    screening_company: account.screening.company,
    caller_id: account.callerId,
    reject_withheld: account.rejectWithheld,
    allowed_countries: account.allowedCountries,
    blocked_callers: account.blockedCallers,
    greeting: account.greeting,
  };
}

export function staffAsRow({ id, settings }: Stored<StaffSettings>): StaffRow {
  return { id, ...staffColumns(settings) };
}

/** A staff member's settings as their row has them, as far as calls go. */
export function staffColumns(settings: StaffSettings): Omit<StaffRow, "id"> {
  const { name, phone, active, ringSeconds, screening, callerId, greeting } = settings;
  return { name, phone, active, ring_seconds: ringSeconds, screening, caller_id: callerId, greeting };
}

export function numberAsRow(number: NumberSettings): NumberRow {
  return {
    number: number.number,
    label: number.label,
    forwarding_number: number.forwardingNumber,
    ladder: number.ladder,
    ring_seconds: number.ringSeconds,
    caller_id: number.callerId,
    whisper: number.whisper,
    greeting: number.greeting,
  };
}
