/** What a campaign's text may speak of; empty where there is nothing to say. */
export type StepFields = { lead: string; firstName: string; me: string; business: string; line: string };

export const STEP_FIELDS = [
  "lead",
  "firstName",
  "me",
  "business",
  "line",
] as const satisfies readonly (keyof StepFields)[];

/** Names are no places for essays, and a text has room for few words. */
const FIELD_MAX = 60;
const FIELD = /\{([^{}]*)\}/g;

/** The fields of a template that nobody knows, as they stand in it. */
export function findUnknownFields(template: string): string[] {
  const named = [...template.matchAll(FIELD)].map(([, name = ""]) => name);
  return [...new Set(named)].filter((name) => !(STEP_FIELDS as readonly string[]).includes(name));
}

/** Fills in a template. An empty field leaves no gap behind, nor a comma or blank before a sign. Pure. */
export function composeStep(template: string, fields: StepFields): string {
  return template
    .replace(FIELD, (whole, name: string) => {
      const value = (fields as Record<string, string>)[name];
      return value === undefined ? whole : value.trim().slice(0, FIELD_MAX);
    })
    .replace(/[ \t]{2,}/g, " ")
    .replace(/ +([,.!?;:])/g, "$1")
    .replace(/^[\s,;:]+/, "")
    .trim();
}

/** What somebody is called by: the first word of the name that is no title. */
export function firstNameOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first =
    words.length > 1
      ? words.find((word) => !/^(mr|mrs|ms|miss|dr|prof|herr|frau)\.?$/i.test(word))
      : words[0];
  return first ?? "";
}
