import type { Actor } from "../access/actor.ts";
import { type BlockedCaller, callerOf } from "./blocked-caller.ts";
import { compareFields } from "./compare-settings.ts";
import { isSecretField as isSecret } from "./secret-fields.ts";

export const AUDIT_SECTIONS = [
  "account",
  "carriers",
  "staff",
  "numbers",
  "webhooks",
  "leads",
  "blockedCallers",
  "campaigns",
  "optOuts",
] as const;
export type AuditSection = (typeof AUDIT_SECTIONS)[number];

export const AUDIT_ACTIONS = ["created", "changed", "removed", "applied"] as const;
/** `applied`: many leads at once, told by their counts. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What a change of one thing did to others: what was handed over and to whom, or blocked. */
export type AuditAlso = {
  leads: number;
  numbers: string[];
  /** The staff member's key; null: nobody. */
  to: string | null;
  /** Their name, as it was then. */
  toName: string | null;
  blocked?: boolean;
};

/** A change as it is kept. `before` and `after` hold the fields that differ; whole where there is only one. */
export type AuditChange = {
  section: AuditSection;
  itemId: string | null;
  itemName: string;
  action: AuditAction;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** The version that the thing has after it; null where it is gone, or many. */
  version: string | null;
  also?: AuditAlso | null;
  /** The entry that this one undoes. */
  undoes?: string | null;
};

export type AuditField = { field: string; before: unknown; after: unknown };

/** One entry of the audit log as the API gives it. */
export type PresentedAuditEntry = {
  id: string;
  at: string;
  actor: Pick<Actor, "kind" | "name">;
  section: AuditSection;
  itemId: string | null;
  itemName: string;
  action: AuditAction;
  fields: AuditField[];
  undoable: boolean;
  undoneBy: string | null;
  undoes: string | null;
};

/** What is kept of a change from one state to another; null stands for no such thing. Never a secret. */
export function changeOf(
  before: object | null,
  after: object | null,
): { before: Record<string, unknown> | null; after: Record<string, unknown> | null } {
  if (before === null || after === null) {
    return { before: before && withoutSecrets(before), after: after && withoutSecrets(after) };
  }
  const old = before as Record<string, unknown>;
  const changed = [...new Set(compareFields(before, after).map(({ field }) => field.split(".")[0] ?? field))];
  const pick = (from: Record<string, unknown>, secret: string) =>
    Object.fromEntries(
      changed.map((key) => {
        const value = from[key] ?? null;
        return [key, isSecret(key) && value !== null ? secret : value];
      }),
    );
  const next = pick(after as Record<string, unknown>, "changed");
  // Of a long list only what came and what went: others may change it meanwhile.
  if (Array.isArray(next[BLOCK_LIST]) && Array.isArray(old[BLOCK_LIST])) {
    const [was, is] = [old[BLOCK_LIST], next[BLOCK_LIST]];
    next[BLOCK_LIST] = without(is, was);
    return { before: { ...pick(old, "set"), [BLOCK_LIST]: without(was, is) }, after: next };
  }
  // A secret that was not there before was not changed but set.
  for (const key of changed) if (isSecret(key) && next[key] !== null && old[key] == null) next[key] = "set";
  return { before: pick(old, "set"), after: next };
}

const BLOCK_LIST = "blockedCallers";

function without(entries: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Set(others.map((other) => JSON.stringify(other)));
  return entries.filter((entry) => !known.has(JSON.stringify(entry)));
}

/** The fields that undo a change of something that is now as `current`: the old values, and of the block list the old entries. */
export function fieldsBefore(
  { before, after }: AuditChange,
  current: object | null,
): Record<string, unknown> {
  const now = (current as Record<string, unknown> | null)?.[BLOCK_LIST];
  if (before === null || after === null || !Array.isArray(now) || !Array.isArray(before[BLOCK_LIST]))
    return before ?? {};
  const callers = (entries: readonly unknown[]) =>
    new Set(entries.map((one) => callerOf(one as BlockedCaller)));
  const [came, went] = [after[BLOCK_LIST], before[BLOCK_LIST]].map((list) =>
    Array.isArray(list) ? list : [],
  );
  const touched = callers([...(came ?? []), ...(went ?? [])]);
  const kept = now.filter((entry) => !touched.has(callerOf(entry as BlockedCaller)));
  return { ...before, [BLOCK_LIST]: [...kept, ...(went ?? [])] };
}

function withoutSecrets(settings: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, isSecret(key) && value !== null ? "set" : value]),
  );
}

/** The fields of a change with their old and new values; nested fields by their path. */
export function auditFields({
  before,
  after,
  also,
}: Pick<AuditChange, "before" | "after" | "also">): AuditField[] {
  const fields =
    after === null
      ? compareFields({}, before ?? {}).map(({ field, to }) => ({
          field,
          before: to,
          after: null as unknown,
        }))
      : compareFields(before, after).map(({ field, from, to }) => ({ field, before: from, after: to }));
  const shown = fields
    .filter((field) => field.before !== null || field.after !== null)
    .map((field) =>
      isSecret(field.field)
        ? { ...field, before: before?.[field.field] ?? null, after: after?.[field.field] ?? null }
        : field,
    );
  return also ? [...shown, ...alsoFields(also)] : shown;
}

function alsoFields({ leads, numbers, toName, blocked }: AuditAlso): AuditField[] {
  if (blocked !== undefined) return [];
  const to = toName ?? "nobody";
  const moved = [
    { field: "leadsHandedOver", count: leads },
    { field: "numbersHandedOver", count: numbers.length },
  ];
  return moved
    .filter(({ count }) => count > 0)
    .map(({ field, count }) => ({ field, before: null, after: `${count} to ${to}` }));
}

/** Whether a change can be undone at all: what needs a secret that is not kept can't. */
export function isUndoable({ section, action, before, after, also }: AuditChange): boolean {
  // What was started can be paused and canceled; what was sent is out.
  if (section === "campaigns") return false;
  if (action === "applied") return also != null;
  // Who wants no texts says so anew, or somebody takes them off the list.
  if (section === "optOuts") return false;
  // An account that is unmade takes everything with it.
  if (section === "account" && action === "created") return false;
  if (section !== "carriers" && section !== "webhooks") return true;
  if (action === "removed") return false;
  return action === "created" || !Object.keys({ ...before, ...after }).some(isSecret);
}
