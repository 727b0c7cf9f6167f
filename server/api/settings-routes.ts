import type { OpenAPIHono } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { presentCarrier } from "../../directory/present-settings.ts";
import type { Stored } from "../../directory/stored-settings.ts";
import { editSettings, type Section } from "../../store/edit-settings.ts";
import { readLeads } from "../../store/read-leads.ts";
import { type Page, readCarriers, readNumbers, readStoredAccount } from "../../store/read-settings.ts";
import { readStaffWithSignIn } from "../../store/read-sign-in-states.ts";
import { removeSettings } from "../../store/remove-settings.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { deletedSchema, SCHEMAS, staffDeletedSchema } from "./api-schemas.ts";
import { type Access, authorize, onlyStaff } from "./authorize.ts";
import { type ApiRequest, defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";

type Listed = Exclude<Section, "account">;

const SINGULAR: Record<Listed, string> = {
  staff: "staff member",
  numbers: "number",
  leads: "lead",
  carriers: "carrier",
};
const KEY: Record<Listed, RegExp> = {
  // Nineteen digits could be more than a bigint holds.
  staff: /^\d{1,18}$/,
  numbers: /^\d{1,18}$/,
  leads: /^\d{1,18}$/,
  carriers: /^[a-z0-9-]{1,40}$/,
};

/** The account itself, and what its Settings edit: staff, numbers, leads and carriers, all alike. */
export function addSettingsRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  addAccountRoutes(app, deps);
  for (const section of ["staff", "numbers", "leads", "carriers"] as const) addListRoutes(app, deps, section);
}

function addAccountRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const find = async ({ accountId }: Access) => {
    const stored = await readStoredAccount(deps.database.query, { id: accountId });
    if (stored === null) throw new ApiError("notFound", "there is no such account for this key");
    return { id: stored.id, ...stored.account };
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
      await edit(deps, "account", request.access.accountId, request);
      return find(request.access);
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

  defineRoute(app, deps, {
    method: "get",
    path: `/${section}`,
    action: read,
    summary: `List ${section}`,
    query: pageQuery,
    answer: pageOf(answer),
    handle: async ({ access, query: { limit, cursor } }) => {
      const after = readCursor(cursor, KEY[section])?.[0];
      const rows = await readPage(deps, section, access, { after, limit: limit + 1 });
      const { items, nextCursor } = cutPage(rows, limit, ({ id }) => makeCursor(id));
      return { items: items.map((item) => present(section, item)), nextCursor };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: `/${section}`,
    action: write,
    summary: `Add a ${one}`,
    body: create,
    answer,
    status: 201,
    handle: async (request) => find(request.access, await edit(deps, section, null, request)),
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
    body: patch,
    answer,
    handle: async (request) => {
      await find(request.access, request.id);
      return find(request.access, await edit(deps, section, request.id, request));
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: `/${section}/{id}`,
    action: write,
    summary: `Remove a ${one}`,
    answer: section === "staff" ? staffDeletedSchema : deletedSchema,
    handle: async (request) => {
      await find(request.access, request.id);
      return remove(deps, section, request);
    },
  });
}

async function readPage(
  { database: { query }, now }: ApiDeps,
  section: Listed,
  access: Access,
  page: Page,
): Promise<Stored<object>[]> {
  const { accountId } = access;
  if (section === "staff") return readStaffWithSignIn(query, accountId, page, new Date(now()));
  if (section === "leads") return readLeads(query, accountId, { ...page, onlyStaff: onlyStaff(access) });
  const readers = { numbers: readNumbers, carriers: readCarriers };
  return readers[section](query, accountId, page);
}

function present(section: Listed, { id, settings }: Stored<object>): object {
  if (section === "carriers") return presentCarrier(settings as Parameters<typeof presentCarrier>[0]);
  return { id, ...settings };
}

/** Creates or changes one thing; gives its key. */
async function edit(
  deps: ApiDeps,
  section: Section,
  id: string | null,
  { access, body }: ApiRequest<unknown>,
): Promise<string> {
  const { accountId, role } = access;
  const mayWriteOwners = mayDo(role, "owners:write");
  const edited = await editSettings(deps.database, { accountId, section, id, fields: body, mayWriteOwners });
  if (edited.ok) {
    if (edited.changed) await tell(deps, accountId);
    return edited.id;
  }
  switch (edited.why) {
    case "invalid":
      throw invalid(edited.problems);
    case "conflict":
      throw new ApiError("conflict", `${edited.problem.path.join(".")}: ${edited.problem.message}`, [
        edited.problem,
      ]);
    case "ownersOnly":
      return authorizeOwners(access);
    case "notFound":
      throw new ApiError("notFound", "it is not there any more");
  }
}

async function remove(deps: ApiDeps, section: Listed, { access, id }: ApiRequest<unknown>): Promise<object> {
  const { accountId, role } = access;
  const mayWriteOwners = mayDo(role, "owners:write");
  const removed = await removeSettings(deps.database, { accountId, section, id, mayWriteOwners });
  if (removed.ok) {
    await tell(deps, accountId);
    return { deleted: true, ...(section === "staff" ? { unassigned: removed.unassigned } : {}) };
  }
  switch (removed.why) {
    case "inUse":
      throw new ApiError(
        "conflict",
        `${removed.numbers} numbers are at this carrier: move or remove them first`,
      );
    case "ownersOnly":
      return authorizeOwners(access);
    case "notFound":
      throw new ApiError("notFound", "it is not there any more");
  }
}

function authorizeOwners(access: Access): never {
  authorize(access, access.slug, "owners:write");
  throw new ApiError("forbidden", "only an owner may change owners");
}

/** The change is committed, so a listener's trouble is ours and not the client's. */
async function tell({ onSettingsChanged, log }: ApiDeps, accountId: string): Promise<void> {
  try {
    await onSettingsChanged(accountId);
  } catch (error) {
    log.error({ err: error, accountId }, "A change of settings could not be told to this node");
  }
}
