import type { LeadSettings } from "./settings-schema.ts";
import type { Stored } from "./stored-settings.ts";

/**
 * Finds for each listed lead the stored one that it means, or null where it is new. No stored lead is
 * claimed twice. First those that are equal in everything, so that the same list applied again changes
 * nothing; then a shared phone and the same name; then any that is left and shares a phone.
 * A lead in `taken` is somebody else's already: only its namesake may mean it too.
 * `stored` comes in order of its keys, which decides between equals.
 */
export function matchLeads(
  listed: readonly LeadSettings[],
  stored: readonly Stored<LeadSettings>[],
  taken: ReadonlySet<string> = new Set(),
): (Stored<LeadSettings> | null)[] {
  const matches: (Stored<LeadSettings> | null)[] = listed.map(() => null);
  const claimed = new Set<string>();
  const passes = [isEqual, isNamesake, "free"] as const;
  const byPhone = indexByPhone(stored);
  for (const fits of passes) {
    listed.forEach((lead, index) => {
      if (matches[index] !== null) return;
      const found = candidates(lead, byPhone).find(
        ({ id, settings }) => !claimed.has(id) && (fits === "free" ? !taken.has(id) : fits(settings, lead)),
      );
      if (found === undefined) return;
      claimed.add(found.id);
      matches[index] = found;
    });
  }
  return matches;
}

/** Whether two leads are equal in everything. */
export function isEqual(one: LeadSettings, other: LeadSettings): boolean {
  return (
    isNamesake(one, other) &&
    one.assignedTo === other.assignedTo &&
    one.blocked === other.blocked &&
    one.lastContactedAt === other.lastContactedAt &&
    one.consent?.source === other.consent?.source &&
    one.consent?.at === other.consent?.at &&
    one.phones.length === other.phones.length &&
    one.phones.every((phone, index) => phone === other.phones[index])
  );
}

function isNamesake(one: LeadSettings, other: LeadSettings): boolean {
  return one.name === other.name;
}

function indexByPhone(stored: readonly Stored<LeadSettings>[]): Map<string, Stored<LeadSettings>[]> {
  const byPhone = new Map<string, Stored<LeadSettings>[]>();
  for (const lead of stored) {
    for (const phone of lead.settings.phones) {
      const sharing = byPhone.get(phone);
      if (sharing === undefined) byPhone.set(phone, [lead]);
      else sharing.push(lead);
    }
  }
  return byPhone;
}

function candidates(
  lead: LeadSettings,
  byPhone: Map<string, Stored<LeadSettings>[]>,
): Stored<LeadSettings>[] {
  return lead.phones.flatMap((phone) => byPhone.get(phone) ?? []);
}
