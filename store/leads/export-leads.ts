import type { Kysely } from "kysely";
import { BYTE_ORDER_MARK, csvLine } from "../../directory/csv/write-csv.ts";
import type { CountryCode } from "../../directory/normalise-phone.ts";
import type { Schema } from "../schema.ts";
import type { LeadFilter } from "./lead-filter.ts";
import { listLeads } from "./list-leads.ts";

const PAGE = 1_000;
const COLUMNS = [
  "Name",
  "Phones",
  "Assigned to",
  "Blocked",
  "Last contacted",
  "Changed",
  "Consent",
  "Consent at",
];

/** The leads that a filter finds as lines of CSV, page by page; with no filter, none. */
export async function* exportLeads(
  db: Kysely<Schema>,
  account: { id: string; country: CountryCode },
  filter: LeadFilter | null,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  let after: { id: string; place: string } | null = null;
  while (filter !== null) {
    const leads: Awaited<ReturnType<typeof listLeads>> = await listLeads(db, account, filter, {
      sort: "id",
      limit: PAGE,
      after,
    });
    if (leads.length > 0) yield leads.map(lineOf).join("");
    after = leads.at(-1) ?? null;
    if (leads.length < PAGE || after === null) return;
  }
}

function lineOf({ settings, changedAt }: Awaited<ReturnType<typeof listLeads>>[number]): string {
  const { name, phones, assignedTo, blocked, lastContactedAt, consent } = settings;
  const last = [lastContactedAt, changedAt, consent?.source ?? null, consent?.at ?? null];
  return csvLine([name, phones.join("; "), assignedTo, blocked ? "yes" : "no", ...last]);
}
