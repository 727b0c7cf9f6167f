import { fillFields } from "./fill-fields.ts";

/** The fields that a template may have, each with what it stands for. */
export const TEMPLATE_FIELDS = {
  lead: "the lead's name",
  firstName: "the first word of the lead's name",
  me: "who sends it",
  business: "the account's name",
  line: "the business number's label, or the number",
} as const;

/** Whom and what a text made from a template speaks of. Nulls leave no gap behind. */
export type TemplateAbout = {
  lead: { name: string } | null;
  /** The name of the staff member who sends it; null: nobody in person. */
  me: string | null;
  business: string;
  line: string | null;
};

/** Titles that are no first names. */
const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|herr|frau|sr|sra|m|mme)\.?$/i;

/** A text from a template: {lead}, {firstName}, {me}, {business} and {line} are filled in. Pure. */
export function renderTemplate(template: string, { lead, me, business, line }: TemplateAbout): string {
  const name = lead?.name.trim() ?? "";
  const fields: Record<keyof typeof TEMPLATE_FIELDS, string> = {
    // A lead without a name is called by its phone, which nobody is greeted with.
    lead: isPhone(name) ? "" : name,
    firstName: isPhone(name) ? "" : firstNameOf(name),
    me: me ?? "",
    business,
    line: line ?? "",
  };
  return fillFields(template, fields);
}

/** The fields of a template that nothing stands for: it must not be saved with them. */
export function findUnknownFields(template: string): string[] {
  const named = [...template.matchAll(/\{([^{}\n]*)\}/g)].map(([, field = ""]) => field);
  return [...new Set(named.filter((field) => !Object.hasOwn(TEMPLATE_FIELDS, field)))];
}

/** "Berg, Anna" is as usual in lists as "Anna Berg". */
function firstNameOf(name: string): string {
  const [family = "", given = ""] = name.split(",", 2);
  const words = (given.trim() === "" ? family : given).trim().split(/\s+/);
  return words.find((word) => !TITLE.test(word)) ?? "";
}

function isPhone(name: string): boolean {
  return /^\+?[\d\s().-]*$/.test(name);
}
