import type { AuditSection } from "../../directory/audit-entry.ts";

/** What people call a thing: a name, and for a number its label with it. */
export function nameOf(section: AuditSection, settings: object): string {
  const fields = settings as Record<string, unknown>;
  if (section === "blockedCallers") return String(fields.caller);
  if (section === "carriers") return String(fields.id);
  if (section === "numbers")
    return fields.label == null ? String(fields.number) : `${fields.label} (${fields.number})`;
  return String(fields.name);
}
