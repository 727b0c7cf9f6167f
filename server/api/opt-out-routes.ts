import { Readable } from "node:stream";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { createFormSniffer } from "../../directory/csv/csv-form.ts";
import { readCsv } from "../../directory/csv/read-csv.ts";
import { readOptOuts } from "../../directory/csv/read-opt-outs.ts";
import { BYTE_ORDER_MARK, csvLine } from "../../directory/csv/write-csv.ts";
import { addOptOut, importOptOuts, removeOptOut } from "../../store/messages/change-opt-outs.ts";
import { listOptOuts } from "../../store/messages/keep-opt-outs.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { deletedSchema } from "./api-schemas.ts";
import { optOutSchema } from "./callback-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { readCountry } from "./read-country.ts";
import { readPhone } from "./read-phone.ts";
import { parseOrRefuse } from "./read-request.ts";
import { csvAnswer } from "./stream-answer.ts";

const PHONE = /^\+?[\w -]{1,40}$/;
const reason = z
  .string()
  .trim()
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "expected text on one line")
  .optional();
const bodySchema = z.strictObject({ phone: z.string(), reason });
const EXPORTED_AT_ONCE = 1_000;
/** Some hundred thousand phones. */
const MAX_FILE = 5_000_000;
const REFUSED_SHOWN = 100;

/** Phones that want no texts. */
export function addOptOutRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/opt-outs",
    action: "optOuts:read",
    summary: "List phones that want no texts, in their order",
    query: pageQuery.extend({ search: z.string().max(40).optional() }),
    answer: pageOf(optOutSchema),
    handle: async ({ access, query: { limit, cursor, search } }) => {
      const after = readCursor(cursor, PHONE)?.[0];
      const found = await listOptOuts(db, access.accountId, { after, limit: limit + 1, search });
      const items = found.map(({ since, ...one }) => ({ ...one, since: since.toISOString() }));
      return cutPage(items, limit, ({ phone }) => makeCursor(phone));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/opt-outs",
    action: "optOuts:write",
    summary: "Keep that a phone wants no texts: somebody has said so, on the phone perhaps",
    body: bodySchema,
    answer: optOutSchema,
    status: 201,
    handle: async ({ access, body }) => {
      const { phone: written, reason: said = "" } = parseOrRefuse(bodySchema, body);
      const phone = (await readPhone(deps, access.accountId, "phone", written)) ?? written;
      const now = deps.now();
      await addOptOut(deps.database, access, { phone, reason: said || null, now });
      return { phone, since: new Date(now).toISOString(), source: "person", said: said || null };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/opt-outs/{id}",
    action: "optOuts:write",
    summary: "A phone may be texted again: its owner has said so. Its id is the phone itself",
    query: z.strictObject({ reason }),
    answer: deletedSchema,
    handle: async ({ access, id, query }) => {
      const lifted = { phone: id, reason: query.reason || null };
      if (await removeOptOut(deps.database, access, lifted)) return { deleted: true };
      throw new ApiError("notFound", `${id} has not said that it wants no texts`);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/opt-outs/export.csv",
    action: "optOuts:read",
    summary: "All phones that want no texts, as a CSV file that can be imported again",
    answer: "text/csv",
    handle: async ({ access }) =>
      csvAnswer(`${access.slug}-no-texts.csv`, exportLines(deps, access.accountId)),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/opt-outs/import",
    action: "optOuts:write",
    summary:
      "Add the phones of a CSV file of at most 5 MB: the first phone of each row, and a column headed reason",
    takes: "text/csv",
    answer: importedSchema,
    handle: async ({ access, request }) => {
      const sniffer = createFormSniffer();
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of request.body ?? []) {
        bytes += chunk.length;
        if (bytes > MAX_FILE) throw new ApiError("tooLarge", "the file is larger than 5 MB");
        sniffer.take(chunk);
        chunks.push(chunk);
      }
      const rows: string[][] = [];
      for await (const row of readCsv(Readable.from(chunks), sniffer.end())) rows.push(row);
      const read = readOptOuts(rows, (await readCountry(deps, access)).country);
      const added = await importOptOuts(deps.database, access, read.rows, deps.now());
      const known = read.rows.length - added;
      return { added, known, refused: read.refused.length, problems: read.refused.slice(0, REFUSED_SHOWN) };
    },
  });
}

const importedSchema = z.object({
  added: z.int(),
  /** On the list already, or twice in the file. */
  known: z.int(),
  refused: z.int(),
  /** The first of those that were refused. */
  problems: z.array(z.object({ row: z.int(), reason: z.string() })),
});

async function* exportLines({ database }: ApiDeps, accountId: string): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(["Phone", "Since", "How", "Reason"]);
  let after: string | undefined;
  do {
    const page = await listOptOuts(database.query, accountId, { after, limit: EXPORTED_AT_ONCE });
    yield page.map((one) => csvLine([one.phone, one.since.toISOString(), one.source, one.said])).join("");
    after = page.length < EXPORTED_AT_ONCE ? undefined : page.at(-1)?.phone;
  } while (after !== undefined);
}
