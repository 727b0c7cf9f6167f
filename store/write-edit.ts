import type { Kysely } from "kysely";
import type {
  AccountSettings,
  CarrierSettings,
  LeadSettings,
  NumberSettings,
  StaffSettings,
  WebhookSettings,
} from "../directory/settings-schema.ts";
import type { StoredAccount } from "../directory/stored-settings.ts";
import { writeTemplates } from "./messages/keep-templates.ts";
import type { Section } from "./prepare-edit.ts";
import { CHANGE_TIME, versionOf } from "./read-version.ts";
import type { Schema } from "./schema.ts";
import { writeLeads } from "./write-leads.ts";
import { writeAccount, writeCarriers, writeGroups, writeNumbers, writeStaff } from "./write-settings.ts";
import { writeWebhooks } from "./write-webhooks.ts";

type Db = Kysely<Schema>;

/** Writes one thing that was prepared. `id` null: a new one, under `restoredId` where it was there before. */
export async function writeEdit(
  db: Db,
  stored: StoredAccount,
  section: Section,
  { id, restoredId, after }: { id: string | null; restoredId?: string | undefined; after: object },
): Promise<{ id: string; version: string }> {
  const written = await write(db, stored, section, { id, restoredId, after });
  return { id: written, version: await readVersion(db, stored.id, section, written) };
}

async function write(
  db: Db,
  stored: StoredAccount,
  section: Section,
  { id, restoredId, after }: { id: string | null; restoredId?: string | undefined; after: object },
): Promise<string> {
  // What was prepared for a section is of that section's kind.
  switch (section) {
    case "account":
      await writeGroups(db, stored.id, (after as AccountSettings).groups);
      await writeTemplates(db, stored.id, (after as AccountSettings).templates);
      return writeAccount(db, stored.id, after as AccountSettings);
    case "carriers":
      await writeCarriers(db, stored.id, [after as CarrierSettings]);
      return (after as CarrierSettings).id;
    case "staff":
      await writeStaff(db, stored.id, [{ id, restoredId, settings: after as StaffSettings }]);
      return id ?? restoredId ?? newestKey(db, "staff", stored.id);
    case "numbers": {
      const number = after as NumberSettings;
      await writeNumbers(db, stored.id, [{ id, restoredId, settings: number }]);
      const old = stored.numbers.find((one) => one.id === id)?.settings.number;
      if (old !== undefined && old !== number.number) await moveDefault(db, stored, old, number.number);
      return id ?? restoredId ?? newestKey(db, "number", stored.id);
    }
    case "webhooks": {
      const webhook = { id, restoredId, settings: after as WebhookSettings };
      return (await writeWebhooks(db, stored.id, [webhook]))[0] ?? "";
    }
    case "leads": {
      const lead = { id, restoredId, settings: after as LeadSettings };
      return (await writeLeads(db, stored.id, [lead]))[0] ?? "";
    }
  }
}

const TABLES = {
  account: "account",
  carriers: "carrier",
  staff: "staff",
  numbers: "number",
  webhooks: "webhook",
  leads: "lead",
} as const;

async function readVersion(db: Db, accountId: string, section: Section, id: string): Promise<string> {
  const table = TABLES[section];
  let query = db.selectFrom(table).select(versionOf(table).as("version"));
  query = query.where(`${table}.id`, "=", id as never);
  if (table !== "account") query = query.where("account_id" as never, "=", accountId as never);
  return (await query.executeTakeFirstOrThrow()).version;
}

/** The key just given: keys ascend, and others wait for the account's lock. */
async function newestKey(db: Db, table: "staff" | "number", accountId: string): Promise<string> {
  const row = await db
    .selectFrom(table)
    .select("id")
    .where("account_id", "=", accountId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The default outbound number stays the account's own when that number is changed or goes. */
export async function moveDefault(
  db: Db,
  stored: Pick<StoredAccount, "id">,
  from: string,
  to: string | null,
): Promise<void> {
  await db
    .updateTable("account")
    .set({ default_outbound_number: to, changed_at: CHANGE_TIME })
    .where("id", "=", stored.id)
    .where("default_outbound_number", "=", from)
    .execute();
}
