/** Names are no places for essays, and a text has room for few words. */
const FIELD_MAX = 60;

/** Fills in fields such as {business}. An empty one leaves no gap behind, nor a comma without a word; an unknown one stays. */
export function fillFields(template: string, fields: Readonly<Record<string, string>>): string {
  return template
    .replace(/[^\S\n]*\{(\w+)\}/g, (whole, field: string) => {
      if (!Object.hasOwn(fields, field)) return whole;
      const value = (fields[field] ?? "").trim().slice(0, FIELD_MAX);
      return value === "" ? "" : whole.replace(`{${field}}`, () => value);
    })
    .replace(/[^\S\n]{2,}/g, " ")
    .replace(/^[\s,;:]+/, "")
    .trim();
}
