/** What a text-back may speak of. `name`: the lead's, empty for a stranger. */
export type TextBackFields = { business: string; line: string; name: string };

/** Names are no places for essays, and a text has room for few words. */
const FIELD_MAX = 60;

/** Fills in {business}, {line} and {name}. An empty field leaves no gap behind, nor a comma without a word. */
export function composeTextBack(template: string, fields: TextBackFields): string {
  const known: Record<string, string> = { ...fields };
  return template
    .replace(/\s*\{(\w+)\}/g, (whole, field: string) => {
      if (!Object.hasOwn(known, field)) return whole;
      const value = (known[field] ?? "").trim().slice(0, FIELD_MAX);
      return value === "" ? "" : whole.replace(`{${field}}`, () => value);
    })
    .replace(/\s{2,}/g, " ")
    .replace(/^[\s,;:]+/, "")
    .trim();
}
