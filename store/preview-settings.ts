import { setImmediate as breathe } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { renameMember } from "../directory/check-groups.ts";
import { type CheckSnapshot, checkSettings, type SettingsFinding } from "../directory/check-settings.ts";
import { listPhones } from "../directory/list-phones.ts";
import type { CallerGroup, GroupLead, PreviewChange, PreviewState } from "../directory/preview-change.ts";
import { previewChange } from "../directory/preview-change.ts";
import type { LeadSettings, StaffSettings } from "../directory/settings-schema.ts";
import type { StoredAccount, Versioned } from "../directory/stored-settings.ts";
import { checkSuccessor, type TakeOver } from "./check-successor.ts";
import { countLeadGroups } from "./count-lead-groups.ts";
import type { Database } from "./open-database.ts";
import { findStored, type Intention, prepareEdit, type Refusal } from "./prepare-edit.ts";
import { readStoredAccount } from "./read-settings.ts";
import type { Schema } from "./schema.ts";

/** A change that somebody thinks of making. */
export type Plan = Intention & {
  accountId: string;
  remove: boolean;
  takeOver?: TakeOver | undefined;
};

export type Preview = {
  ok: true;
  changes: PreviewChange[];
  /** True where no setting would differ. */
  unchanged: boolean;
  /** What the check would find then that it does not find now. */
  findings: SettingsFinding[];
};

type Db = Kysely<Schema>;

/**
 * Says what a change would do to calls, before it is made. Leads are counted, never read: they fall into
 * groups by whose they are. `now` in milliseconds since 1970: which hours come next.
 */
export async function previewSettings(
  { query: db }: Database,
  plan: Plan,
  now: number,
): Promise<Preview | Refusal> {
  const { accountId, section, id } = plan;
  const stored = await readStoredAccount(db, { id: accountId });
  if (stored === null) return { ok: false, why: "notFound" };
  const intended = await intend(db, stored, plan);
  if (!intended.ok) return intended;
  const takeOver = plan.remove && section === "staff" ? (plan.takeOver ?? { staffId: null }) : plan.takeOver;
  const successor = checkSuccessor(stored, id, section === "staff" ? takeOver : undefined);
  if (!successor.ok) return successor;
  const heir =
    id === null || successor.takeOver === undefined ? null : { from: id, to: successor.takeOver.to };
  const would = stateAfter(stored, plan, intended, heir);
  const ownNumbers = await readOwnNumbers(db, stored, would);
  const before: PreviewState = { stored, ownNumbers: ownNumbers.before };
  const after: PreviewState = { stored: would, ownNumbers: ownNumbers.after };
  const counted = await countLeadGroups(db, accountId);
  const groups = section === "leads" ? leadGroup(stored, intended) : allGroups(counted, before, after, heir);
  const changes = await previewChange(before, after, groups, now, () => breathe());
  if (plan.remove && section === "numbers" && intended.before !== null)
    changes.push(goneNumber(intended.before.settings as { number: string; label: string | null }));
  return {
    ok: true,
    changes,
    unchanged: !plan.remove && heir === null && isSame(intended),
    findings: newFindings(before, after, counted, heir, now),
  };
}

type Intended = { ok: true; before: Versioned<object> | null; after: object | null };

async function intend(db: Db, stored: StoredAccount, plan: Plan): Promise<Intended | Refusal> {
  if (!plan.remove) return prepareEdit(db, stored, plan);
  const before = plan.id === null ? null : await findStored(db, stored, plan.section, plan.id);
  return before === null ? { ok: false, why: "notFound" } : { ok: true, before, after: null };
}

function isSame({ before, after }: Intended): boolean {
  return JSON.stringify(before?.settings) === JSON.stringify({ ...before?.settings, ...after });
}

type Heir = { from: string; to: string | null } | null;

/** The account as it would be stored. */
function stateAfter(
  stored: StoredAccount,
  { section, id }: Plan,
  intended: Intended,
  heir: Heir,
): StoredAccount {
  const { after } = intended;
  if (section === "account" && after !== null)
    return { ...stored, account: after as StoredAccount["account"] };
  if (section === "account" || section === "leads" || section === "carriers") return stored;
  const items: Versioned<object>[] = stored[section].filter((item) => item.id !== id);
  if (after !== null) items.push({ id: id ?? "new", version: "", settings: after });
  const next = { ...stored, [section]: items } as StoredAccount;
  return section === "staff" ? withUsers(stored, next, intended, heir) : next;
}

/** Numbers name their users by e-mail: it may change, or the number goes to another. */
function withUsers(
  stored: StoredAccount,
  next: StoredAccount,
  { before, after }: Intended,
  heir: Heir,
): StoredAccount {
  const old = (before?.settings as StaffSettings | undefined)?.email;
  if (old === undefined) return next;
  const kept = (after as StaffSettings | null)?.email ?? null;
  const to = stored.staff.find((person) => person.id === heir?.to)?.settings.email ?? null;
  const user = heir === null ? kept : to;
  const numbers = next.numbers.map((number) =>
    number.settings.user === old ? { ...number, settings: { ...number.settings, user } } : number,
  );
  return { ...next, numbers, account: renameMember(next.account, old, kept) };
}

/** Leads by whose they are, and callers who are none; withheld ones only where they may be rejected. */
function allGroups(
  counted: Awaited<ReturnType<typeof countLeadGroups>>,
  before: PreviewState,
  after: PreviewState,
  heir: Heir,
): CallerGroup[] {
  const groups: CallerGroup[] = counted.map(({ userId, leads }) => ({
    leads,
    before: { userId, blocked: false },
    after: { userId: heir !== null && userId === heir.from ? heir.to : userId, blocked: false },
  }));
  groups.push({ leads: 0, before: null, after: null });
  if (before.stored.account.rejectWithheld !== after.stored.account.rejectWithheld)
    groups.push({ leads: 0, before: null, after: null, withheld: true });
  return groups;
}

function leadGroup(stored: StoredAccount, { before, after }: Intended): CallerGroup[] {
  const groupOf = (settings: object | null | undefined): GroupLead | null => {
    if (settings == null) return null;
    const { assignedTo, blocked } = settings as LeadSettings;
    const user = stored.staff.find((person) => person.settings.email === assignedTo);
    return { userId: user?.id ?? null, blocked };
  };
  const { name } = (after ?? before?.settings ?? { name: "" }) as LeadSettings;
  return [{ leads: 1, name, before: groupOf(before?.settings), after: groupOf(after) }];
}

async function readOwnNumbers(
  db: Db,
  before: StoredAccount,
  after: StoredAccount,
): Promise<{ before: string[]; after: string[] }> {
  const phones = [...listPhones(before), ...listPhones(after)];
  const { rows } = await sql<{ number: string }>`
    SELECT number FROM number WHERE number = ANY (${phones}::text[])`.execute(db);
  const was = rows.map(({ number }) => number);
  const mine = new Set<string>(before.numbers.map(({ settings }) => settings.number));
  const then = after.numbers.map(({ settings }): string => settings.number);
  return { before: was, after: [...was.filter((number) => !mine.has(number)), ...then] };
}

function goneNumber({ number, label }: { number: string; label: string | null }): PreviewChange {
  const text = `Calls to ${label ?? number} would no longer be routed here.`;
  return { text, number, before: null, after: null };
}

function newFindings(
  before: PreviewState,
  after: PreviewState,
  counted: Awaited<ReturnType<typeof countLeadGroups>>,
  heir: Heir,
  now: number,
): SettingsFinding[] {
  const leadsOf = (moved: Heir) => {
    const counts = new Map<string, number>();
    for (const { userId, leads } of counted) {
      const user = moved !== null && userId === moved.from ? moved.to : userId;
      if (user !== null) counts.set(user, (counts.get(user) ?? 0) + leads);
    }
    return counts;
  };
  const check = (state: PreviewState, moved: Heir) => {
    const snapshot: CheckSnapshot = { ...state, leadsOf: leadsOf(moved), blockedLeads: new Map(), now };
    return checkSettings(snapshot);
  };
  const known = new Set(check(before, null).map(({ code, about }) => `${code} ${about}`));
  return check(after, heir).filter(({ code, about }) => !known.has(`${code} ${about}`));
}
