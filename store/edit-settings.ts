import type { Kysely } from "kysely";
import { keepSecrets, SECRETS } from "../directory/carrier-schema.ts";
import { checkReferences } from "../directory/check-references.ts";
import { compareFields } from "../directory/compare-settings.ts";
import { type ListedAccount, parseSettings } from "../directory/parse-settings.ts";
import type { Problem } from "../directory/problem.ts";
import type { Stored, StoredAccount } from "../directory/stored-settings.ts";
import { announceChange } from "./announce-change.ts";
import type { Database } from "./open-database.ts";
import { readLeads } from "./read-leads.ts";
import { readElsewhere, readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";
import { writeLeads } from "./write-leads.ts";
import { writeAccount, writeCarriers, writeNumbers, writeStaff } from "./write-settings.ts";

export type Section = "account" | "carriers" | "staff" | "numbers" | "leads";

/** One change of one thing: the fields given, over what is stored; everything else stays. */
export type Edit = {
  accountId: string;
  section: Section;
  /** Null: a new one. */
  id: string | null;
  fields: Record<string, unknown>;
  /** Whether owners may be made, changed or unmade. */
  mayWriteOwners: boolean;
};

export type Edited =
  | { ok: true; id: string; changed: boolean }
  | { ok: false; why: "notFound" | "ownersOnly" }
  | { ok: false; why: "conflict"; problem: Problem }
  | { ok: false; why: "invalid"; problems: Problem[] };

/** PostgreSQL's code for a value that has to be unique and isn't (manual, appendix A). */
const UNIQUE_VIOLATION = "23505";

/** Creates or changes one thing, checked as a settings file is, and announces it. */
export async function editSettings(database: Database, edit: Edit): Promise<Edited> {
  try {
    return await database.query.transaction().execute((transaction) => editWithin(transaction, edit));
  } catch (error) {
    // Somebody else took the name between our look and our write.
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) {
      const field = KEY_FIELDS[edit.section];
      return { ok: false, why: "conflict", problem: { path: [field], message: "is taken already" } };
    }
    throw error;
  }
}

const KEY_FIELDS: Record<Section, string> = {
  account: "slug",
  carriers: "id",
  staff: "email",
  numbers: "number",
  leads: "phones",
};

async function editWithin(db: Kysely<Schema>, edit: Edit): Promise<Edited> {
  const { accountId, section, id } = edit;
  const stored = await readStoredAccount(db, { id: accountId }, { lock: true });
  if (stored === null) return { ok: false, why: "notFound" };
  const before = id === null ? null : await findStored(db, stored, section, id);
  if (id !== null && before === null) return { ok: false, why: "notFound" };

  const { listed, problems } = parseEdit(stored, section, merge(before?.settings ?? null, edit.fields));
  if (listed === null || problems.length > 0) return invalid(section, problems);
  const after = settingsOf(listed, section);
  if (after === null) return invalid(section, problems);
  if (section === "staff" && !edit.mayWriteOwners && isOwnerAffair(before?.settings, after))
    return { ok: false, why: "ownersOnly" };
  const conflict = findConflict(stored, section, id, after);
  if (conflict !== null) return { ok: false, why: "conflict", problem: conflict };
  const elsewhere = await readElsewhere(db, accountId, {
    carriers: listed.carriers?.map((carrier) => carrier.id) ?? [],
    numbers: listed.numbers?.map(({ number }) => number) ?? [],
  });
  const wrong = checkReferences(listed, stored, elsewhere);
  if (wrong.length > 0) return invalid(section, wrong);

  const whole = section === "carriers" ? keepCarrierSecrets(listed, stored) : after;
  if (before !== null && compareFields(before.settings, whole).length === 0)
    return { ok: true, id: before.id, changed: false };
  const written = await write(db, stored, section, before?.id ?? null, listed);
  await announceChange(db, accountId, { leadsOnly: section === "leads" });
  return { ok: true, id: written, changed: true };
}

async function findStored(
  db: Kysely<Schema>,
  stored: StoredAccount,
  section: Section,
  id: string,
): Promise<Stored<object> | null> {
  if (section === "account") return { id: stored.id, settings: stored.account };
  if (section === "leads") return (await readLeads(db, stored.id, { id }))[0] ?? null;
  return stored[section].find((one) => one.id === id) ?? null;
}

/** A carrier's secrets are kept by `keepSecrets`; those of other kinds would be unknown fields. */
const NOT_MERGED = new Set<string>(SECRETS);

/** The given fields over the stored ones; sets of fields are merged too. */
function merge(stored: object | null, given: Record<string, unknown>): Record<string, unknown> {
  // A map, since a field may have any name, also one that means something to an object.
  const merged = new Map<string, unknown>(
    Object.entries(stored ?? {}).filter(([key]) => !NOT_MERGED.has(key)),
  );
  // Another name for the same field.
  if ("spaceUrl" in given) merged.delete("apiBaseUrl");
  for (const [key, value] of Object.entries(given)) {
    const old = merged.get(key);
    merged.set(key, isFields(old) && isFields(value) ? { ...old, ...value } : value);
  }
  return Object.fromEntries(merged);
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

function keepCarrierSecrets(listed: ListedAccount, stored: StoredAccount): object {
  const carriers = (listed.carriers ?? []).map((carrier) =>
    keepSecrets(carrier, stored.carriers.find(({ id }) => id === carrier.id)?.settings ?? null),
  );
  return carriers[0] ?? {};
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

async function write(
  db: Kysely<Schema>,
  stored: StoredAccount,
  section: Section,
  id: string | null,
  listed: ListedAccount,
): Promise<string> {
  switch (section) {
    case "account":
      return listed.account === null ? stored.id : writeAccount(db, stored.id, listed.account);
    case "carriers": {
      const carriers = (listed.carriers ?? []).map((carrier) =>
        keepSecrets(carrier, stored.carriers.find((one) => one.id === carrier.id)?.settings ?? null),
      );
      await writeCarriers(db, stored.id, carriers);
      return carriers[0]?.id ?? "";
    }
    case "staff": {
      const [person] = listed.staff ?? [];
      if (person === undefined) return "";
      await writeStaff(db, stored.id, [{ id, settings: person }]);
      return id ?? (await newestKey(db, "staff", stored.id));
    }
    case "numbers": {
      const [number] = listed.numbers ?? [];
      if (number === undefined) return "";
      await writeNumbers(db, stored.id, [{ id, settings: number }]);
      const old = stored.numbers.find((one) => one.id === id)?.settings.number;
      if (old !== undefined && old !== number.number) await moveDefault(db, stored, old, number.number);
      return id ?? (await newestKey(db, "number", stored.id));
    }
    case "leads":
      return (
        (
          await writeLeads(
            db,
            stored.id,
            (listed.leads ?? []).map((settings) => ({ id, settings })),
          )
        )[0] ?? ""
      );
  }
}

/** The key just given: keys ascend, and others wait for the account's lock. */
async function newestKey(db: Kysely<Schema>, table: "staff" | "number", accountId: string): Promise<string> {
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
  db: Kysely<Schema>,
  stored: Pick<StoredAccount, "id">,
  from: string,
  to: string | null,
): Promise<void> {
  await db
    .updateTable("account")
    .set({ default_outbound_number: to })
    .where("id", "=", stored.id)
    .where("default_outbound_number", "=", from)
    .execute();
}

/** The paths without the section and position, which a caller who gave one thing doesn't know. */
function invalid(section: Section, problems: readonly Problem[]): Edited {
  const below = section === "account" ? 1 : 2;
  return {
    ok: false,
    why: "invalid",
    problems: problems.map(({ path, message }) => ({ path: path.slice(below), message })),
  };
}
