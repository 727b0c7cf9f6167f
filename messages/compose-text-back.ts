import { fillFields } from "./fill-fields.ts";

/** What a text-back may speak of. `name`: the lead's, empty for a stranger. */
export type TextBackFields = { business: string; line: string; name: string };

/** Fills in {business}, {line} and {name}. */
export function composeTextBack(template: string, fields: TextBackFields): string {
  return fillFields(template, fields).replace(/\s{2,}/g, " ");
}
