import { isSecretField } from "./secret-fields.ts";

/** One field that differs. Secrets are never shown, only that they differ. */
export type FieldChange = { field: string; from: unknown; to: unknown };

/** What an apply does to one thing. `before` is null for one that is created. */
export type Change = {
  section: "account" | "carriers" | "staff" | "numbers" | "webhooks" | "campaigns" | "leads";
  /** What people call it: a slug, an e-mail, a number, a name. */
  name: string;
  kind: "created" | "changed";
  fields: FieldChange[];
};

const HIDDEN = "(secret)";

/** The fields in which two settings differ, in the order of the new ones; nested fields by their path. */
export function compareFields(before: object | null, after: object, prefix = ""): FieldChange[] {
  const changes: FieldChange[] = [];
  const old = before as Record<string, unknown> | null;
  for (const [key, to] of Object.entries(after)) {
    const from = old?.[key] ?? null;
    if (isFields(to)) {
      changes.push(...compareFields(isFields(from) ? from : null, to, `${prefix}${key}.`));
    } else if (!isSame(from, to)) {
      const hidden = isSecretField(key);
      const shown = (value: unknown) => (hidden && value !== null ? HIDDEN : value);
      changes.push({ field: prefix + key, from: shown(from), to: shown(to) });
    }
  }
  return changes;
}

function isFields(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Entries of lists may be sets of fields themselves; those come in the order of their schema. */
function isSame(from: unknown, to: unknown): boolean {
  if (!Array.isArray(from) || !Array.isArray(to)) return from === to;
  return from.length === to.length && JSON.stringify(from) === JSON.stringify(to);
}
