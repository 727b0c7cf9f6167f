import { sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import { changeOf } from "../../directory/audit-entry.ts";
import { announceChange } from "../announce-change.ts";
import { writeAudit } from "../audit/write-audit.ts";
import type { Database } from "../open-database.ts";
import { readLeads } from "../read-leads.ts";
import { readStoredAccount } from "../read-settings.ts";
import { writeEdit } from "../write-edit.ts";

export type Merged =
  | { ok: true; id: string }
  | { ok: false; why: "notFound"; id: string }
  | { ok: false; why: "tooManyPhones"; phones: number };

/** As the settings' schema has it. */
const MAX_PHONES = 20;

/**
 * Makes one lead of several that are the same person: the one that is kept gets the others' phones, their
 * calls, the latest contact, and their user where it has none. The others go.
 */
export async function mergeLeads(
  { query }: Database,
  {
    accountId,
    actor,
    keep,
    others,
  }: { accountId: string; actor: Actor; keep: string; others: readonly string[] },
): Promise<Merged> {
  return query.transaction().execute(async (db): Promise<Merged> => {
    const stored = await readStoredAccount(db, { id: accountId }, { lock: true });
    if (stored === null) return { ok: false, why: "notFound", id: keep };
    const leads = [];
    for (const id of [keep, ...others]) {
      const [lead] = await readLeads(db, accountId, { id });
      if (lead === undefined) return { ok: false, why: "notFound", id };
      leads.push(lead);
    }
    const [kept, ...rest] = leads;
    if (kept === undefined) return { ok: false, why: "notFound", id: keep };
    const phones = [...new Set(leads.flatMap(({ settings }) => settings.phones))];
    if (phones.length > MAX_PHONES) return { ok: false, why: "tooManyPhones", phones: phones.length };
    const contacts = leads.map(({ settings }) => settings.lastContactedAt).filter((at) => at !== null);
    const after = {
      ...kept.settings,
      phones,
      assignedTo:
        kept.settings.assignedTo ??
        rest.find(({ settings }) => settings.assignedTo)?.settings.assignedTo ??
        null,
      consent: leads.map(({ settings }) => settings.consent).find((one) => one !== null) ?? null,
      lastContactedAt: contacts.sort().at(-1) ?? null,
    };
    for (const table of ["callback", "text_message", "note"] as const) {
      await sql`UPDATE ${sql.table(table)} SET lead_id = ${keep}
        WHERE account_id = ${accountId} AND lead_id = ANY (${others}::bigint[])`.execute(db);
    }
    await sql`DELETE FROM lead WHERE account_id = ${accountId} AND id = ANY (${others}::bigint[])`.execute(
      db,
    );
    await sql`UPDATE call SET lead_id = ${keep}, lead_name = ${after.name}
      WHERE account_id = ${accountId} AND lead_id = ANY (${others}::bigint[])`.execute(db);
    const written = await writeEdit(db, stored, "leads", { id: keep, after });
    await writeAudit(db, accountId, actor, [
      {
        section: "leads",
        itemId: keep,
        itemName: after.name,
        action: "changed",
        ...changeOf(kept.settings, after),
        version: written.version,
      },
      ...rest.map((lead) => ({
        section: "leads" as const,
        itemId: lead.id,
        itemName: `${lead.settings.name}, merged into ${after.name}`,
        action: "removed" as const,
        ...changeOf(lead.settings, null),
        version: null,
      })),
    ]);
    await announceChange(db, accountId, { leadsOnly: true });
    return { ok: true, id: keep };
  });
}
