import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { MAX_TEXT } from "../../directory/text-fields.ts";
import { renderTemplate } from "../../messages/render-template.ts";
import { editSettings } from "../../store/edit-settings.ts";
import { readTemplates } from "../../store/messages/keep-templates.ts";
import { findLine, readAuthor } from "../../store/messages/read-author.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { deletedSchema } from "./api-schemas.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { findOwnConversation } from "./find-own-conversation.ts";
import { parseOrRefuse } from "./read-request.ts";
import { refuseChange } from "./refuse-change.ts";
import { tellNode } from "./tell-node.ts";

export const templateSchema = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  /** Everybody's, or whoever asks' own. */
  shared: z.boolean(),
});
const bodySchema = z.strictObject({ name: z.string(), text: z.string(), shared: z.boolean().default(false) });
const previewSchema = z.strictObject({
  text: z.string().max(MAX_TEXT),
  conversation: z.string().max(100).optional(),
});

/** Texts that are used again: everybody's, and each staff member's own. Settings have them as account.templates. */
export function addTemplateRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/templates",
    action: "templates:read",
    summary: "List templates for texts: everybody's, and one's own",
    answer: z.object({ items: z.array(templateSchema) }),
    handle: async ({ access }) => ({ items: await listSeen(deps, access) }),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/templates",
    action: "templates:write",
    summary:
      "Add a template: one's own, or (admins) everybody's. Fields: {lead} {firstName} {me} {business} {line}",
    body: bodySchema,
    answer: templateSchema,
    status: 201,
    handle: async ({ access, body }) => {
      const { name, text, shared } = parseOrRefuse(bodySchema, body);
      const all = await readTemplates(db, access.accountId);
      const id = idFrom(name, new Set(all.map((one) => one.id)));
      const staff = shared ? null : await ownEmail(deps, access);
      if (shared) needAdmin(access);
      await write(deps, access, [...all, { id, name, text, staff }], all.length);
      return findSeen(deps, access, id);
    },
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/templates/{id}",
    action: "templates:write",
    summary: "Change a template's name or words",
    body: bodySchema.omit({ shared: true }).partial(),
    answer: templateSchema,
    handle: async ({ access, id, body }) => {
      const change = parseOrRefuse(bodySchema.omit({ shared: true }).partial(), body);
      const { all, index } = await findOwn(deps, access, id);
      await write(
        deps,
        access,
        all.with(index, { ...(all[index] as (typeof all)[number]), ...dropUnset(change) }),
        index,
      );
      return findSeen(deps, access, id);
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/templates/{id}",
    action: "templates:write",
    summary: "Remove a template",
    answer: deletedSchema,
    handle: async ({ access, id }) => {
      const { all, index } = await findOwn(deps, access, id);
      await write(deps, access, all.toSpliced(index, 1), index);
      return { deleted: true };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/templates/preview",
    action: "templates:read",
    summary: "What a template would say in a conversation, written by whoever asks",
    body: previewSchema,
    answer: z.object({ text: z.string() }),
    handle: async ({ access, body }) => {
      const { text, conversation } = parseOrRefuse(previewSchema, body);
      const { accountId, staffId } = access;
      const found = conversation === undefined ? null : await findOwnConversation(deps, access, conversation);
      const { business, me } = await readAuthor(db, accountId, staffId);
      const line = await findLine(db, accountId, staffId, found?.number ?? null);
      const lead = found?.leadName == null ? null : { name: found.leadName };
      return { text: renderTemplate(text, { lead, me, business, line }) };
    },
  });
}

/** What may be used by whoever asks; a key is nobody, and manages all of them by the settings. */
async function listSeen(deps: ApiDeps, access: Access): Promise<z.output<typeof templateSchema>[]> {
  const own = access.staffId === null ? null : await ownEmail(deps, access);
  const all = await readTemplates(deps.database.query, access.accountId);
  return all
    .filter(({ staff }) => staff === null || staff === own)
    .map(({ staff, ...template }) => ({ ...template, shared: staff === null }));
}

async function findSeen(deps: ApiDeps, access: Access, id: string) {
  const found = (await listSeen(deps, access)).find((one) => one.id === id);
  if (found === undefined) throw new ApiError("notFound", `there is no template ${id}`);
  return found;
}

async function findOwn(deps: ApiDeps, access: Access, id: string) {
  const { shared } = await findSeen(deps, access, id);
  if (shared) needAdmin(access);
  const all = await readTemplates(deps.database.query, access.accountId);
  return { all, index: all.findIndex((one) => one.id === id) };
}

type Templates = Awaited<ReturnType<typeof readTemplates>>;

/** Through the settings: checked, noted in the audit log, and undone as any of them. Refusals speak of the template's own fields. */
async function write(deps: ApiDeps, access: Access, templates: Templates, index: number): Promise<void> {
  const { accountId, actor } = access;
  const edited = await editSettings(deps.database, {
    accountId,
    actor,
    section: "account",
    id: accountId,
    fields: { templates },
    mayWriteOwners: false,
  });
  if (edited.ok) {
    if (edited.changed) await tellNode(deps, accountId);
    return;
  }
  if (edited.why === "stale")
    throw new ApiError("conflict", "somebody else changed the templates: try again");
  if (edited.why !== "invalid") return refuseChange(access, edited);
  const own = edited.problems.map((problem) =>
    problem.path[0] === "templates" && problem.path[1] === index
      ? { ...problem, path: problem.path.slice(2) }
      : problem,
  );
  return refuseChange(access, { ...edited, problems: own });
}

function needAdmin({ role }: Access): void {
  if (!mayDo(role, "account:write"))
    throw new ApiError("forbidden", "templates for everybody need the role admin or above");
}

async function ownEmail({ database }: ApiDeps, { accountId, staffId }: Access): Promise<string> {
  if (staffId === null)
    throw new ApiError("forbidden", "a key has no templates of its own: expected shared: true");
  const row = await database.query
    .selectFrom("staff")
    .select("email")
    .where("account_id", "=", accountId)
    .where("id", "=", staffId)
    .executeTakeFirstOrThrow();
  return row.email;
}

function idFrom(name: string, taken: ReadonlySet<string>): string {
  const base =
    name
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, 30) || "template";
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(id)) return id;
  }
}

function dropUnset<T extends object>(change: T) {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
