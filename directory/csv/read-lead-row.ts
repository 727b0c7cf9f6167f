import { explainIssue } from "../explain-issue.ts";
import type { PhoneRules } from "../settings-fields.ts";
import { type LeadSettings, settingsSchemas } from "../settings-schema.ts";
import type { LeadColumns } from "./lead-columns.ts";
import { unguard } from "./write-csv.ts";

/** What a row says of a lead; a field that it does not state is undefined, and stays as it is stored. */
export type RowLead = Pick<LeadSettings, "name" | "phones"> & {
  assignedTo: string | undefined;
  blocked: boolean | undefined;
  consent?: LeadSettings["consent"] | undefined;
};
export type ReadRow = { ok: true; lead: RowLead } | { ok: false; reason: string };

const YES = /^(yes|y|true|1|x|blocked|ja|oui|s[ií])$/i;
const NO = /^(no|n|false|0|nein|non)$/i;

/** Makes a reader of rows: a lead, or the reason why the row is none. Pure. */
export function rowReader(parts: {
  columns: readonly string[];
  mapping: LeadColumns;
  rules: PhoneRules;
  staff: readonly { email: string; name: string }[];
}): (cells: readonly string[]) => ReadRow {
  const { columns, mapping, staff } = parts;
  const schema = settingsSchemas(parts.rules).leads.pick({ name: true, phones: true });
  const places = new Map(columns.map((column, index) => [column, index]));
  const emails = new Map(staff.map(({ email }) => [email, email]));
  for (const { name, email } of staff)
    if (!emails.has(name.toLowerCase())) emails.set(name.toLowerCase(), email);

  return (cells) => {
    const cell = (column: string | null) =>
      column === null ? "" : unguard((cells[places.get(column) ?? -1] ?? "").trim());
    const refuse = (column: string | null, reason: string): ReadRow => ({
      ok: false,
      reason: column === null ? reason : `${column}: ${reason}`,
    });
    const phones = mapping.phones.flatMap((column) => splitPhones(cell(column)));
    if (phones.length === 0) return refuse(mapping.phones.join(" or "), "there is no phone");
    if (mapping.name !== null && cell(mapping.name) === "") return refuse(mapping.name, "there is no name");
    const assigned = cell(mapping.assignedTo);
    const assignedTo = assigned === "" ? undefined : emails.get(assigned.toLowerCase());
    if (assigned !== "" && assignedTo === undefined)
      return refuse(mapping.assignedTo, `there is no staff member ${JSON.stringify(assigned.slice(0, 60))}`);
    const blocked = cell(mapping.blocked);
    if (blocked !== "" && !YES.test(blocked) && !NO.test(blocked))
      return refuse(mapping.blocked, `expected yes or no, got ${JSON.stringify(blocked.slice(0, 60))}`);
    const consentAt = readDay(cell(mapping.consentAt ?? null));
    if (consentAt === undefined)
      return refuse(
        mapping.consentAt ?? null,
        "expected a date or time such as 2026-05-04 or 2026-05-04T13:00:00Z",
      );
    const source =
      cell(mapping.consentSource ?? null).slice(0, 200) || (consentAt === null ? "" : "imported");
    const consent = source === "" ? undefined : { source, at: consentAt };
    const name = mapping.name === null ? (phones[0] ?? "") : cell(mapping.name);
    const read = schema.safeParse({ name, phones: [...new Set(phones)] }, { error: explainIssue });
    if (!read.success) {
      const [issue] = read.error.issues;
      const column = issue?.path[0] === "name" ? mapping.name : mapping.phones.join(" or ");
      return refuse(column, issue?.message ?? "is not valid");
    }
    const unique = [...new Set(read.data.phones)];
    const isBlocked = blocked === "" ? undefined : YES.test(blocked);
    return {
      ok: true,
      lead: { name: read.data.name, phones: unique, assignedTo, blocked: isBlocked, consent },
    };
  };
}

/** A day (its beginning, UTC) or a moment; null: none is given; undefined: it can't be read. */
function readDay(written: string): string | null | undefined {
  if (written === "") return null;
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(written)) return undefined;
  const at = new Date(written);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Several phones may stand in one cell. */
function splitPhones(cell: string): string[] {
  return cell
    .split(/[;,|\n]|\s\/\s/)
    .map((phone) => phone.trim())
    .filter((phone) => phone !== "");
}

/** A row's lead over what is stored of it: phones are only added, and what it does not state stays. */
export function mergeRow(stored: LeadSettings | null, row: RowLead): LeadSettings {
  return {
    name: row.name,
    phones: [...new Set([...(stored?.phones ?? []), ...row.phones])],
    assignedTo: row.assignedTo ?? stored?.assignedTo ?? null,
    blocked: row.blocked ?? stored?.blocked ?? false,
    lastContactedAt: stored?.lastContactedAt ?? null,
    consent: row.consent ?? stored?.consent ?? null,
  };
}
