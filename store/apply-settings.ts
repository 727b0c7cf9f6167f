import { type Kysely, sql } from "kysely";
import { type Actor, COMMAND_LINE } from "../access/actor.ts";
import { keepSecrets } from "../directory/carrier-schema.ts";
import { checkCampaigns, type StoredCampaign } from "../directory/check-campaigns.ts";
import { checkReferences, checkSharing } from "../directory/check-references.ts";
import { type Change, compareFields } from "../directory/compare-settings.ts";
import { matchLeads } from "../directory/match-leads.ts";
import { type ListedAccount, namedSlugs, parseSettings } from "../directory/parse-settings.ts";
import type { Problem } from "../directory/problem.ts";
import type { PhoneRules } from "../directory/settings-fields.ts";
import type { Stored, StoredAccount } from "../directory/stored-settings.ts";
import { keepWebhookSecret } from "../directory/webhook-schema.ts";
import { announceChange } from "./announce-change.ts";
import { type AppliedThing, noteApplied } from "./audit/note-applied.ts";
import { readCampaignEntries, writeCampaignEntries } from "./campaigns/keep-campaign-entries.ts";
import { writeTemplates } from "./messages/keep-templates.ts";
import type { Database } from "./open-database.ts";
import { readLeadsSharing } from "./read-leads.ts";
import { readElsewhere, readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";
import { writeLeads } from "./write-leads.ts";
import {
  type Writing,
  writeAccount,
  writeCarriers,
  writeGroups,
  writeNumbers,
  writeStaff,
} from "./write-settings.ts";
import { writeWebhooks } from "./write-webhooks.ts";

/** What applying did, or would do, to one account. */
export type AppliedAccount = { slug: string; accountId: string | null; changes: Change[]; unchanged: number };
export type Applied = { ok: true; accounts: AppliedAccount[] } | { ok: false; problems: Problem[] };

/** `actor`: whoever applies them, for the audit log. `now`: in milliseconds; by the clock where it is left out. */
export type ApplyOptions = { dryRun?: boolean; actor?: Actor; now?: number };

/** Thrown to leave the transaction with nothing done. */
class Undo extends Error {
  readonly result: Applied;
  constructor(result: Applied) {
    super("undone");
    this.result = result;
  }
}

/**
 * Applies a settings value, all or nothing. What is listed is stated whole; what is not listed stays.
 * Nothing is done with problems, nor with `dryRun`, which says what would be.
 */
export async function applySettings(
  database: Database,
  value: unknown,
  options: ApplyOptions = {},
): Promise<Applied> {
  try {
    return await applyOnce(database, value, options);
  } catch (error) {
    // Another apply made the same account, number or carrier meanwhile: now it is seen.
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)
      return applyOnce(database, value, options);
    throw error;
  }
}

/** The number of our advisory locks on accounts' slugs. */
const APPLYING = 1;

/** PostgreSQL's code for a value that has to be unique and isn't (manual, appendix A). */
const UNIQUE_VIOLATION = "23505";

async function applyOnce(database: Database, value: unknown, options: ApplyOptions): Promise<Applied> {
  try {
    return await database.query.transaction().execute(async (transaction) => {
      const result = await applyWithin(transaction, value, options);
      if (!result.ok || options.dryRun) throw new Undo(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undo) return error.result;
    throw error;
  }
}

/** The same within a transaction of the caller's, who ends it without a trace where there are problems. */
export async function applyWithin(
  db: Kysely<Schema>,
  value: unknown,
  options: ApplyOptions,
): Promise<Applied> {
  const stored = new Map<string, StoredAccount>();
  // In one order everywhere, so that two applies can't wait for each other.
  for (const slug of [...new Set(namedSlugs(value))].sort()) {
    // An account that is not there yet has no row to wait at: somebody may be making it at this moment.
    await sql`SELECT pg_advisory_xact_lock(${APPLYING}, hashtext(${slug}))`.execute(db);
    const account = await readStoredAccount(db, { slug }, { lock: true });
    if (account !== null) stored.set(slug, account);
  }
  const rulesOf = (slug: string): PhoneRules | null => stored.get(slug)?.account ?? null;
  const { accounts, problems } = parseSettings(value, rulesOf);
  problems.push(...checkSharing(accounts));
  const campaigns = new Map<string, StoredCampaign[]>();
  for (const listed of accounts) {
    const before = stored.get(listed.slug) ?? null;
    const elsewhere = await readElsewhere(db, before?.id ?? null, {
      carriers: listed.carriers?.map(({ id }) => id) ?? [],
      numbers: listed.numbers?.map(({ number }) => number) ?? [],
    });
    problems.push(...checkReferences(listed, before, elsewhere));
    const kept = await readCampaigns(db, listed, before);
    campaigns.set(listed.slug, kept);
    problems.push(...checkCampaigns(listed, before, kept, options.now ?? Date.now()));
  }
  if (problems.length > 0) return { ok: false, problems };
  const applied: AppliedAccount[] = [];
  for (const listed of accounts) {
    const before = { stored: stored.get(listed.slug) ?? null, campaigns: campaigns.get(listed.slug) ?? [] };
    applied.push(await applyAccount(db, listed, before, options));
  }
  return { ok: true, accounts: applied };
}

/** Those that the file may mean; none of them begins meanwhile. */
async function readCampaigns(
  db: Kysely<Schema>,
  { campaigns }: ListedAccount,
  stored: StoredAccount | null,
): Promise<StoredCampaign[]> {
  if (stored === null || campaigns === null) return [];
  return readCampaignEntries(db, stored.id, { named: campaigns.map(({ id }) => id), lock: true });
}

type Work = { changes: Change[]; unchanged: number; things: AppliedThing[] };

async function applyAccount(
  db: Kysely<Schema>,
  listed: ListedAccount,
  { stored, campaigns: kept }: { stored: StoredAccount | null; campaigns: readonly StoredCampaign[] },
  { dryRun, actor = COMMAND_LINE, now = Date.now() }: ApplyOptions,
): Promise<AppliedAccount> {
  const work: Work = { changes: [], unchanged: 0, things: [] };
  const account = pick(work, "account", listed.account === null ? [] : [listed.account], (settings) => ({
    name: settings.slug,
    stored: stored && { id: stored.id, settings: stored.account },
  }))[0];
  const carriers = listed.carriers ?? [];
  const changedCarriers = pick(
    work,
    "carriers",
    carriers.map((carrier) => keepSecrets(carrier, settingsOf(stored?.carriers, carrier.id))),
    ({ id }) => ({ name: id, stored: stored?.carriers.find((one) => one.id === id) ?? null }),
  );
  const staffByEmail = byName(stored?.staff, ({ email }) => email);
  const staff = pick(work, "staff", listed.staff ?? [], ({ email }) => ({
    name: email,
    stored: staffByEmail.get(email) ?? null,
  }));
  const numbersByNumber = byName(stored?.numbers, ({ number }) => number);
  const numbers = pick(work, "numbers", listed.numbers ?? [], ({ number }) => ({
    name: number,
    stored: numbersByNumber.get(number) ?? null,
  }));
  const webhooksByUrl = byName(stored?.webhooks, ({ url }) => url);
  const webhooks = pick(
    work,
    "webhooks",
    (listed.webhooks ?? []).map((one) =>
      keepWebhookSecret(one, webhooksByUrl.get(one.url)?.settings ?? null),
    ),
    ({ url }) => ({ name: url, stored: webhooksByUrl.get(url) ?? null }),
  );
  const campaignsBySlug = new Map(
    kept.flatMap(({ id, slug, settings }) => (settings === null ? [] : [[slug, { id, settings }] as const])),
  );
  const campaigns = pick(work, "campaigns", listed.campaigns ?? [], ({ id }) => ({
    name: id,
    stored: campaignsBySlug.get(id) ?? null,
  }));
  const leads = listed.leads ?? [];
  const phones = leads.flatMap((lead) => lead.phones);
  const matches = matchLeads(
    leads,
    stored === null || leads.length === 0 ? [] : await readLeadsSharing(db, stored.id, phones),
  );
  const changedLeads = pick(work, "leads", leads, ({ name }, index) => ({
    name,
    stored: matches[index] ?? null,
  }));
  const summary = { changes: work.changes, unchanged: work.unchanged };
  if (dryRun || work.changes.length === 0)
    return { slug: listed.slug, accountId: stored?.id ?? null, ...summary };

  const accountId =
    account === undefined ? (stored?.id ?? "") : await writeAccount(db, stored?.id ?? null, account.settings);
  await writeCarriers(
    db,
    accountId,
    changedCarriers.map(({ settings }) => settings),
  );
  await writeStaff(db, accountId, staff);
  if (account !== undefined) {
    await writeGroups(db, accountId, account.settings.groups);
    await writeTemplates(db, accountId, account.settings.templates);
  }
  await writeNumbers(db, accountId, numbers);
  await writeWebhooks(db, accountId, webhooks);
  await writeLeads(db, accountId, changedLeads);
  await writeCampaignEntries(
    db,
    accountId,
    campaigns.map((one) => ({ ...one, before: campaignsBySlug.get(one.settings.id)?.settings ?? null })),
    { actor, now },
  );
  const changed = changedLeads.filter(({ id }) => id !== null).length;
  const unchanged = leads.length - changedLeads.length;
  await noteApplied(db, accountId, actor, work.things, {
    created: changedLeads.length - changed,
    changed,
    unchanged,
  });
  await announceChange(db, accountId, {
    leadsOnly: work.changes.every(({ section }) => section === "leads" || section === "campaigns"),
  });
  return { slug: listed.slug, accountId, ...summary };
}

/** Those that differ from what is stored, noting each in `work`. */
function pick<T extends object>(
  work: Work,
  section: Change["section"],
  items: readonly T[],
  find: (item: T, index: number) => { name: string; stored: Stored<T> | null },
): Writing<T>[] {
  const writings: Writing<T>[] = [];
  items.forEach((settings, index) => {
    const { name, stored } = find(settings, index);
    const fields = compareFields(stored?.settings ?? null, settings);
    if (stored !== null && fields.length === 0) work.unchanged += 1;
    else {
      work.changes.push({ section, name, kind: stored === null ? "created" : "changed", fields });
      if (section !== "leads" && section !== "campaigns")
        work.things.push({ section, before: stored?.settings ?? null, after: settings });
      writings.push({ id: stored?.id ?? null, settings });
    }
  });
  return writings;
}

function byName<T>(stored: readonly Stored<T>[] | undefined, nameOf: (settings: T) => string) {
  return new Map((stored ?? []).map((one) => [nameOf(one.settings), one]));
}

function settingsOf<T>(stored: readonly Stored<T>[] | undefined, id: string): T | null {
  return stored?.find((one) => one.id === id)?.settings ?? null;
}
