import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { presentCarrier, withoutSecrets } from "../../directory/present-settings.ts";
import type { Versioned } from "../../directory/stored-settings.ts";
import { editSettings, type Section } from "../../store/edit-settings.ts";
import { readLeads } from "../../store/read-leads.ts";
import { readCarriers, readNumbers, readStoredAccount } from "../../store/read-settings.ts";
import { readStaffWithSignIn } from "../../store/read-sign-in-states.ts";
import { readWebhookSecret, readWebhooks } from "../../store/read-webhooks.ts";
import { removeSettings } from "../../store/remove-settings.ts";
import type { Page } from "../../store/take-page.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { deletedSchema, SCHEMAS, staffDeletedSchema } from "./api-schemas.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import { type ApiRequest, defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { refuseChange } from "./refuse-change.ts";
import { readIfMatch, refuseStale } from "./refuse-stale.ts";
import { tellNode } from "./tell-node.ts";

type Listed = Exclude<Section, "account">;

const SINGULAR: Record<Listed, string> = {
  staff: "staff member",
  numbers: "number",
  leads: "lead",
  carriers: "carrier",
  webhooks: "webhook",
};
const KEY: Record<Listed, RegExp> = {
  // Nineteen digits could be more than a bigint holds.
  staff: /^\d{1,18}$/,
  numbers: /^\d{1,18}$/,
  leads: /^\d{1,18}$/,
  carriers: /^[a-z0-9-]{1,40}$/,
  webhooks: /^\d{1,18}$/,
};

/** The account itself, and what its Settings edit: staff, numbers, leads, carriers and webhooks, all alike. */
export function addSettingsRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  addAccountRoutes(app, deps);
  for (const section of ["staff", "numbers", "leads", "carriers", "webhooks"] as const)
    addListRoutes(app, deps, section);
}

function addAccountRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const find = async ({ accountId }: Access) => {
    const stored = await readStoredAccount(deps.database.query, { id: accountId });
    if (stored === null) throw new ApiError("notFound", "there is no such account for this key");
    return { id: stored.id, version: stored.version, ...stored.account };
  };
  defineRoute(app, deps, {
    method: "get",
    path: "",
    action: "account:read",
    summary: "The account's own settings",
    answer: SCHEMAS.account.answer,
    handle: ({ access }) => find(access),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "",
    action: "account:write",
    summary: "Change the account's own settings",
    body: SCHEMAS.account.patch,
    answer: SCHEMAS.account.answer,
    handle: async (request) => {
      const { access } = request;
      await edit(deps, "account", access.accountId, request, () => find(access));
      return find(access);
    },
  });
}

function addListRoutes(app: OpenAPIHono, deps: ApiDeps, section: Listed): void {
  const { answer, create, patch } = SCHEMAS[section];
  const read = `${section}:read` as const;
  const write = `${section}:write` as const;
  const one = SINGULAR[section];
  const find = async (access: Access, id: string) => {
    const [found] = KEY[section].test(id) ? await readPage(deps, section, access, { id }) : [];
    if (found === undefined) throw new ApiError("notFound", `there is no ${one} ${id}`);
    return present(section, found);
  };

  // Leads may be a million: their list is another (lead-routes).
  if (section !== "leads") addList(app, deps, section);
  defineRoute(app, deps, {
    method: "post",
    path: `/${section}`,
    action: write,
    summary: `Add a ${one}`,
    body: create,
    answer,
    status: 201,
    handle: async (request) => {
      const id = await edit(deps, section, null, request, async () => ({}));
      const made = await find(request.access, id);
      if (section !== "webhooks") return made;
      // Shown now, and never again.
      return { ...made, secret: await readWebhookSecret(deps.database.query, request.access.accountId, id) };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: `/${section}/{id}`,
    action: read,
    summary: `One ${one}`,
    answer,
    handle: ({ access, id }) => find(access, id),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: `/${section}/{id}`,
    action: write,
    summary: `Change a ${one}: the fields given, the others stay`,
    ...(section === "staff" ? { query: takeOverQuery } : {}),
    body: patch,
    answer,
    handle: async (request) => {
      const { access, id } = request;
      await find(access, id);
      return find(access, await edit(deps, section, id, request, () => find(access, id)));
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: `/${section}/{id}`,
    action: write,
    summary: `Remove a ${one}`,
    ...(section === "staff" ? { query: takeOverQuery } : {}),
    answer: section === "staff" ? staffDeletedSchema : deletedSchema,
    handle: async (request) => {
      const { access, id } = request;
      await find(access, id);
      return remove(deps, section, request, () => find(access, id));
    },
  });
}

function addList(app: OpenAPIHono, deps: ApiDeps, section: Exclude<Listed, "leads">): void {
  defineRoute(app, deps, {
    method: "get",
    path: `/${section}`,
    action: `${section}:read`,
    summary: `List ${section}`,
    query: pageQuery,
    answer: pageOf(SCHEMAS[section].answer),
    handle: async ({ access, query: { limit, cursor } }) => {
      const after = readCursor(cursor, KEY[section])?.[0];
      const rows = await readPage(deps, section, access, { after, limit: limit + 1 });
      const { items, nextCursor } = cutPage(rows, limit, ({ id }) => makeCursor(id));
      return { items: items.map((item) => present(section, item)), nextCursor };
    },
  });
}

async function readPage(
  { database: { query }, now }: ApiDeps,
  section: Listed,
  access: Access,
  page: Page,
): Promise<Versioned<object>[]> {
  const { accountId } = access;
  if (section === "staff") return readStaffWithSignIn(query, accountId, page, new Date(now()));
  if (section === "leads") return readLeads(query, accountId, { ...page, onlyStaff: onlyStaff(access) });
  const readers = { numbers: readNumbers, carriers: readCarriers, webhooks: readWebhooks };
  return readers[section](query, accountId, page);
}

/** Settings with all that is known of how they are stored: id, version, and what lists of leads show besides. */
function present(section: Listed, { settings, ...stored }: Versioned<object>): object {
  if (section === "carriers")
    return { version: stored.version, ...presentCarrier(settings as Parameters<typeof presentCarrier>[0]) };
  return { ...(section === "webhooks" ? withoutSecrets(settings) : settings), ...stored };
}

/** Creates or changes one thing; gives its key. */
async function edit(
  deps: ApiDeps,
  section: Section,
  id: string | null,
  { access, body, request, query }: ApiRequest<unknown>,
  find: () => Promise<object>,
): Promise<string> {
  const { accountId, actor, role } = access;
  const edited = await editSettings(deps.database, {
    accountId,
    actor,
    section,
    id,
    fields: body,
    mayWriteOwners: mayDo(role, "owners:write"),
    version: readIfMatch(request),
    takeOver: section === "staff" && id !== null ? readTakeOver(query) : undefined,
  });
  if (edited.ok) {
    if (edited.changed) await tellNode(deps, accountId);
    return edited.id;
  }
  if (edited.why !== "stale") return refuseChange(access, edited);
  return refuseStale(deps, accountId, { section, id: id ?? "", current: await find() });
}

async function remove(
  deps: ApiDeps,
  section: Listed,
  { access, id, request, query }: ApiRequest<unknown>,
  find: () => Promise<object>,
): Promise<object> {
  const { accountId, actor, role } = access;
  const removed = await removeSettings(deps.database, {
    accountId,
    actor,
    section,
    id,
    mayWriteOwners: mayDo(role, "owners:write"),
    version: readIfMatch(request),
    takeOver: section === "staff" ? readTakeOver(query) : undefined,
  });
  if (removed.ok) {
    await tellNode(deps, accountId);
    return { deleted: true, ...(section === "staff" ? { unassigned: removed.unassigned } : {}) };
  }
  if (removed.why !== "stale") return refuseChange(access, removed);
  return refuseStale(deps, accountId, { section, id, current: await find() });
}

/** Who takes over what a staff member has: `?takeOver=` with a staff member's id, or nobody. */
const takeOverQuery = z.strictObject({
  takeOver: z
    .string()
    .regex(/^(\d{1,18}|nobody)$/, "expected the id of a staff member, or nobody")
    .optional(),
});

function readTakeOver(query: unknown): { staffId: string | null } | undefined {
  const { takeOver } = query as z.output<typeof takeOverQuery>;
  if (takeOver === undefined) return undefined;
  return { staffId: takeOver === "nobody" ? null : takeOver };
}
