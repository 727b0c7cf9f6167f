import { type CountryCode, normalisePhone } from "../normalise-phone.ts";

/** Which column of a file holds which field of a lead, by the columns' names. */
export type LeadColumns = {
  /** Null: a lead is called by its phone. */
  name: string | null;
  phones: string[];
  assignedTo: string | null;
  blocked: string | null;
  /** How we know that they agreed to be texted, and since when. Imports from before it was kept have none. */
  consentSource?: string | null;
  consentAt?: string | null;
};

/** What is known of a file's columns before anything is imported. */
export type CsvHead = {
  columns: string[];
  /** Whether the first row names the columns, and so is no lead. */
  hasHeading: boolean;
  preview: string[][];
  suggested: LeadColumns;
};

const PREVIEW_ROWS = 5;
const NAMES: Record<Exclude<keyof LeadColumns, "phones">, RegExp> = {
  consentSource: /^((sms|text(ing)?|opt.?in) ?)?(consent|opt.?in)( ?(source|from|by))?$/i,
  consentAt: /^((sms|text(ing)?) ?)?(consent(ed)?|opt(ed)?.?in) ?(at|date|time|on)$/i,
  name: /^(full |lead |contact |customer )?name$|^(lead|contact|customer|client)$/i,
  assignedTo: /^(assigned ?(to)?|owner|user|agent|rep|sales ?(person|rep)?|staff( member)?)$/i,
  blocked: /^(blocked|do not call|dnc)$/i,
};
const PHONE = /phone|mobile|cell|telefon|handy|^tel\b|^number$/i;

/** Names the columns of a file by its first rows, and suggests what they hold. */
export function readHead(rows: readonly string[][], country: CountryCode): CsvHead {
  const [first = []] = rows;
  const isPhone = (cell: string | undefined) => normalisePhone(cell ?? "", country) !== null;
  const hasHeading = !first.some(isPhone);
  const width = Math.max(...rows.map((row) => row.length), 0);
  const columns = unique(
    Array.from({ length: width }, (_, index) => {
      const written = hasHeading ? (first[index]?.trim() ?? "") : "";
      return written === "" ? `Column ${index + 1}` : written.slice(0, 100);
    }),
  );
  const data = hasHeading ? rows.slice(1) : [...rows];
  const like = (pattern: RegExp) => columns.find((column) => pattern.test(column.trim())) ?? null;
  const holdsPhones = (index: number) => data.some((row) => isPhone(row[index]?.split(/[;,|]/)[0]));
  const phones = columns.filter((column, index) => (hasHeading && PHONE.test(column)) || holdsPhones(index));
  const name = like(NAMES.name) ?? like(/name/i);
  const suggested = { name, phones, assignedTo: like(NAMES.assignedTo), blocked: like(NAMES.blocked) };
  const consent = { consentSource: like(NAMES.consentSource), consentAt: like(NAMES.consentAt) };
  return {
    columns,
    hasHeading,
    preview: data.slice(0, PREVIEW_ROWS),
    suggested: { ...suggested, ...consent },
  };
}

/** Columns are told apart by their names: the second of one name is called so. */
function unique(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
