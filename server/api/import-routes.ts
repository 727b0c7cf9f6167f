import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { addImportJob } from "../../jobs/import-leads.ts";
import {
  findImport,
  IMPORT_STATES,
  type LeadImport,
  listImports,
  startImport,
} from "../../store/imports/keep-imports.ts";
import { refusedLines } from "../../store/imports/refused-lines.ts";
import { MAX_FILE_BYTES, takeFile } from "../../store/imports/take-file.ts";
import type { Database } from "../../store/open-database.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { readCountry } from "./read-country.ts";
import { parseOrRefuse } from "./read-request.ts";
import { csvAnswer } from "./stream-answer.ts";

const KEY = /^\d{1,18}$/;
const mappingSchema = z.strictObject({
  name: z.string().nullable().default(null),
  phones: z.array(z.string()).min(1, "expected at least one column with phones").max(20),
  assignedTo: z.string().nullable().default(null),
  blocked: z.string().nullable().default(null),
  consentSource: z.string().nullable().default(null),
  consentAt: z.string().nullable().default(null),
});
const startSchema = z.strictObject({
  columns: mappingSchema,
  ifThere: z.enum(["update", "skip"]).default("update"),
});
const progressSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  state: z.enum(IMPORT_STATES),
  rows: z.int(),
  done: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  error: z.string().nullable(),
});
const LISTED = 50;
const listedSchema = z.object({ id: z.string(), fileName: z.string(), rows: z.int(), at: z.iso.datetime() });
const takenSchema = z.object({
  id: z.string(),
  rows: z.int(),
  columns: z.array(z.string()),
  hasHeading: z.boolean(),
  preview: z.array(z.array(z.string())),
  suggested: mappingSchema,
});

/** Leads from a CSV file: take it in, say what its columns hold, watch it being imported. */
export function addImportRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database } = deps;
  defineRoute(app, deps, {
    method: "post",
    path: "/leads/imports",
    action: "imports:write",
    summary: "Take in a CSV file of leads, up to 100 MB, and say what seems to be in it; imports nothing yet",
    query: z.strictObject({ fileName: z.string().trim().max(200).default("leads.csv") }),
    takes: "text/csv",
    answer: takenSchema,
    status: 201,
    handle: async ({ access, request, query: { fileName } }) => {
      const name = fileName.replaceAll(/\p{Cc}/gu, "") || "leads.csv";
      const bytes = request.body ?? new Blob([]).stream();
      const file = { name, actor: access.actor, bytes };
      const taken = await takeFile(database, await readCountry(deps, access), file);
      if (taken.ok) return { id: taken.id, rows: taken.rows, ...taken.head };
      if (taken.why === "tooLarge")
        throw new ApiError("tooLarge", `the file is larger than ${MAX_FILE_BYTES / 1_000_000} MB`);
      throw invalid([
        { path: [], message: "there are no rows in this file: expected CSV with one lead a row" },
      ]);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/leads/imports",
    action: "imports:write",
    summary: "The last files that were imported, the newest first",
    answer: z.object({ items: z.array(listedSchema) }),
    handle: async ({ access }) => ({
      items: (await listImports(database.query, access.accountId, LISTED)).map(
        ({ id, file_name: fileName, rows, created_at: at }) => ({ id, fileName, rows, at: at.toISOString() }),
      ),
    }),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/leads/imports/{id}/start",
    action: "imports:write",
    summary: "Import the file, by what its columns hold; leads are known again by their phones",
    body: startSchema,
    answer: progressSchema,
    handle: async ({ access, id, body }) => {
      const work = await find(database, access, id);
      const { columns, ifThere } = parseOrRefuse(startSchema, body);
      const known = new Set(work.head?.columns);
      const named = [
        ["columns.name", columns.name],
        ["columns.assignedTo", columns.assignedTo],
        ["columns.blocked", columns.blocked],
        ["columns.consentSource", columns.consentSource],
        ["columns.consentAt", columns.consentAt],
        ...columns.phones.map((phone, index) => [`columns.phones[${index}]`, phone] as const),
      ] as const;
      const wrong = named.filter(([, column]) => column !== null && !known.has(column));
      if (wrong.length > 0)
        throw invalid(wrong.map(([field]) => ({ path: [field], message: "is not a column of this file" })));
      const { accountId } = access;
      const started = await database.query.transaction().execute(async (db) => {
        if (!(await startImport(db, accountId, id, columns, ifThere))) return false;
        await addImportJob(db, { accountId, importId: id });
        return true;
      });
      if (!started) throw new ApiError("conflict", "this file was imported already, or is being imported");
      return progress(await find(database, access, id));
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/leads/imports/{id}",
    action: "imports:write",
    summary: "How far an import is",
    answer: progressSchema,
    handle: async ({ access, id }) => progress(await find(database, access, id)),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/leads/imports/{id}/refused.csv",
    action: "imports:write",
    summary: "The rows that were refused, as they came, each with the reason: mend them and import this file",
    answer: "text/csv",
    handle: async ({ access, id }) => {
      const work = await find(database, access, id);
      return csvAnswer(`refused-${id}.csv`, refusedLines(database.query, access.accountId, work));
    },
  });
}

async function find({ query }: Database, { accountId }: Access, id: string): Promise<LeadImport> {
  const work = KEY.test(id) ? await findImport(query, accountId, id) : null;
  if (work === null) throw new ApiError("notFound", `there is no import ${id}`);
  return work;
}

function progress(work: LeadImport): z.output<typeof progressSchema> {
  const { id, file_name: fileName, state, done, created, updated, unchanged, refused, error } = work;
  // The lines were counted before they were read: a file may have more rows than lines, or fewer.
  const rows = Math.max(work.rows, done);
  return { id, fileName, state, rows, done, created, updated, unchanged, refused, error };
}
