import type { Kysely } from "kysely";
import { keepSecrets } from "../directory/carrier-schema.ts";
import { checkReferences } from "../directory/check-references.ts";
import { type ListedAccount, parseSettings } from "../directory/parse-settings.ts";
import type { Problem } from "../directory/problem.ts";
import { isSecretField } from "../directory/secret-fields.ts";
import type { StoredAccount, Versioned } from "../directory/stored-settings.ts";
import { keepWebhookSecret, type WebhookSettings } from "../directory/webhook-schema.ts";
import { readLeads } from "./read-leads.ts";
import { readElsewhere } from "./read-settings.ts";
import type { Schema } from "./schema.ts";

export type Section = "account" | "carriers" | "staff" | "numbers" | "webhooks" | "leads";

/** One thing as it would be: the fields given, over what is stored; everything else stays. */
export type Intention = {
  section: Section;
  /** Null: a new one. */
  id: string | null;
  fields: Record<string, unknown>;
  /** Whether owners may be made, changed or unmade. */
  mayWriteOwners: boolean;
};

export type Refusal =
  | { ok: false; why: "notFound" | "ownersOnly" }
  | { ok: false; why: "conflict"; problem: Problem }
  | { ok: false; why: "invalid"; problems: Problem[] };

export type Prepared = {
  ok: true;
  before: Versioned<object> | null;
  /** The whole thing as it would be stored. */
  after: object;
  listed: ListedAccount;
};

/** The field that tells one thing of a section from the others. */
export const KEY_FIELDS: Record<Section, string> = {
  account: "slug",
  carriers: "id",
  staff: "email",
  numbers: "number",
  webhooks: "url",
  leads: "phones",
};

/** Works out what a change would make of one thing, checked as a settings file is. Writes nothing. */
export async function prepareEdit(
  db: Kysely<Schema>,
  stored: StoredAccount,
  { section, id, fields, mayWriteOwners }: Intention,
): Promise<Prepared | Refusal> {
  const before = id === null ? null : await findStored(db, stored, section, id);
  if (id !== null && before === null) return { ok: false, why: "notFound" };
  const { listed, problems } = parseEdit(stored, section, merge(before?.settings ?? null, fields));
  if (listed === null || problems.length > 0) return invalid(section, problems);
  const after = settingsOf(listed, section);
  if (after === null) return invalid(section, problems);
  if (section === "staff" && !mayWriteOwners && isOwnerAffair(before?.settings, after))
    return { ok: false, why: "ownersOnly" };
  const conflict = findConflict(stored, section, id, after);
  if (conflict !== null) return { ok: false, why: "conflict", problem: conflict };
  const elsewhere = await readElsewhere(db, stored.id, {
    carriers: listed.carriers?.map((carrier) => carrier.id) ?? [],
    numbers: listed.numbers?.map(({ number }) => number) ?? [],
  });
  const wrong = checkReferences(listed, stored, elsewhere);
  if (wrong.length > 0) return invalid(section, wrong);
  return {
    ok: true,
    before,
    after: withSecrets(section, after, listed, stored, before?.settings ?? null),
    listed,
  };
}

/** One thing as it is stored; null where there is none with this key. */
export async function findStored(
  db: Kysely<Schema>,
  stored: StoredAccount,
  section: Section,
  id: string,
): Promise<Versioned<object> | null> {
  if (section === "account") return { id: stored.id, settings: stored.account, version: stored.version };
  if (section === "leads") return (await readLeads(db, stored.id, { id }))[0] ?? null;
  return stored[section].find((one) => one.id === id) ?? null;
}

/**
 * The given fields over the stored ones; sets of fields are merged too. Secrets are kept by `keepSecrets` and
 * `keepWebhookSecret`: those of another kind of carrier would be unknown fields.
 */
function merge(stored: object | null, given: Record<string, unknown>): Record<string, unknown> {
  // A map, since a field may have any name, also one that means something to an object.
  const merged = new Map<string, unknown>(
    Object.entries(stored ?? {}).filter(([key]) => !isSecretField(key)),
  );
  // Another name for the same field.
  if ("spaceUrl" in given) merged.delete("apiBaseUrl");
  for (const [key, value] of Object.entries(given)) {
    const old = merged.get(key);
    merged.set(key, mergeValue(old, value));
  }
  return Object.fromEntries(merged);
}

function mergeValue(old: unknown, given: unknown): unknown {
  if (!isFields(old) || !isFields(given)) return given;
  const entries = Object.entries(given).map(([key, value]) => [
    key,
    mergeValue((old as Record<string, unknown>)[key], value),
  ]);
  return { ...old, ...Object.fromEntries(entries) };
}

function isFields(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseEdit(
  stored: StoredAccount,
  section: Section,
  merged: Record<string, unknown>,
): { listed: ListedAccount | null; problems: Problem[] } {
  const { slug } = stored.account;
  const value = section === "account" ? { account: merged } : { account: { slug }, [section]: [merged] };
  const { accounts, problems } = parseSettings(value, (named) => (named === slug ? stored.account : null));
  return { listed: accounts[0] ?? null, problems };
}

function settingsOf(listed: ListedAccount, section: Section): object | null {
  return section === "account" ? listed.account : (listed[section]?.[0] ?? null);
}

function withSecrets(
  section: Section,
  after: object,
  listed: ListedAccount,
  stored: StoredAccount,
  before: object | null,
): object {
  const [webhook] = listed.webhooks ?? [];
  if (section === "webhooks" && webhook !== undefined)
    return keepWebhookSecret(webhook, before as WebhookSettings | null);
  if (section !== "carriers") return after;
  const [carrier] = listed.carriers ?? [];
  if (carrier === undefined) return {};
  return keepSecrets(carrier, stored.carriers.find(({ id }) => id === carrier.id)?.settings ?? null);
}

function isOwnerAffair(before: object | undefined, after: object): boolean {
  const isOwner = (one: object | undefined) => one !== undefined && "role" in one && one.role === "owner";
  return isOwner(before) || isOwner(after);
}

/** Another of the account's things that has the name this one would have. */
function findConflict(
  stored: StoredAccount,
  section: Section,
  id: string | null,
  after: object,
): Problem | null {
  if (section === "account" || section === "leads") return null;
  const field = KEY_FIELDS[section];
  const nameOf = (settings: object) => (settings as Record<string, unknown>)[field];
  const same = stored[section].find(({ settings }) => nameOf(settings) === nameOf(after));
  if (section === "carriers" && id !== null && nameOf(after) !== id)
    return { path: ["id"], message: "can't be changed: it is part of the webhook's address" };
  if (same === undefined || same.id === id) return null;
  return { path: [field], message: `${nameOf(after)} is there already` };
}

/** The paths without the section and position, which a caller who gave one thing doesn't know. */
function invalid(section: Section, problems: readonly Problem[]): Refusal {
  const below = section === "account" ? 1 : 2;
  return {
    ok: false,
    why: "invalid",
    problems: problems.map(({ path, message }) => ({ path: path.slice(below), message })),
  };
}
