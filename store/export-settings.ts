import type { Kysely } from "kysely";
import type { LeadSettings } from "../directory/settings-schema.ts";
import {
  type FileOptions,
  type WrittenAccount,
  writeSettingsFile,
} from "../directory/write-settings-file.ts";
import { readCampaignEntries } from "./campaigns/keep-campaign-entries.ts";
import type { Database } from "./open-database.ts";
import { streamLeads } from "./read-leads.ts";
import { readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";

/**
 * Writes the settings of one account, or of all, to `write`, as of one moment. False where there is no
 * such account.
 */
export async function exportSettings(
  database: Database,
  slug: string | null,
  options: FileOptions,
  write: (text: string) => Promise<void>,
): Promise<boolean> {
  return database.query
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (transaction) => {
      let query = transaction.selectFrom("account").select("slug").orderBy("slug");
      if (slug !== null) query = query.where("slug", "=", slug);
      const slugs = (await query.execute()).map((row) => row.slug);
      if (slugs.length === 0) return false;
      const form = slugs.length === 1 ? "one" : "list";
      for await (const text of writeSettingsFile(readAccounts(transaction, slugs), form, options)) {
        await write(text);
      }
      return true;
    });
}

async function* readAccounts(db: Kysely<Schema>, slugs: readonly string[]): AsyncGenerator<WrittenAccount> {
  for (const slug of slugs) {
    const stored = await readStoredAccount(db, { slug });
    if (stored === null) continue;
    const campaigns = (await readCampaignEntries(db, stored.id)).flatMap(({ settings }) => settings ?? []);
    yield { stored, campaigns, leads: leadsOf(db, stored.id) };
  }
}

async function* leadsOf(db: Kysely<Schema>, accountId: string): AsyncGenerator<LeadSettings> {
  for await (const { settings } of streamLeads(db, accountId)) yield settings;
}
