import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { TEXT_ERROR_TABLE } from "../../carriers/text-errors.ts";
import { keepRegistered, listUnregistered } from "../../store/messages/keep-registration.ts";
import { readTextReport } from "../../store/reports/read-text-report.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { defineRoute } from "./define-route.ts";
import { periodQuery, readPeriod } from "./report-period.ts";

export const unregisteredSchema = z.object({
  number: z.string(),
  since: z.iso.datetime(),
  code: z.string(),
  /** What is the matter, and what to do. */
  text: z.string(),
  next: z.string(),
});
export const textReportSchema = z.object({
  timezone: z.string(),
  items: z.array(
    z.object({
      day: z.iso.date(),
      number: z.string(),
      label: z.string().nullable(),
      received: z.int(),
      sent: z.int(),
      failed: z.int(),
      segments: z.int(),
      unpriced: z.int(),
      prices: z.array(z.object({ unit: z.string(), amount: z.string() })),
    }),
  ),
});

/** How it stands with texts at the carriers: numbers that are not registered, and what texts cost. */
export function addTextStateRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/text-registrations",
    action: "numbers:read",
    summary:
      "Numbers whose texts carriers block because they are not registered (10DLC, toll-free verification)",
    answer: z.object({ items: z.array(unregisteredSchema) }),
    handle: async ({ access }) => {
      const found = await listUnregistered(db, access.accountId);
      return {
        items: found.map(({ number, code, since }) => {
          const { words = "it is not registered", next = "" } = TEXT_ERROR_TABLE[code] ?? {};
          return { number, code, since: since.toISOString(), text: words, next };
        }),
      };
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/text-registrations/{id}",
    action: "numbers:write",
    summary: "Say that a number is registered now: texts that waited for it go at once. Its id is the number",
    answer: z.object({ registered: z.literal(true) }),
    handle: async ({ access: { accountId }, id }) => {
      if (!(await keepRegistered(db, { accountId, number: id }, deps.now())))
        throw new ApiError("notFound", `nothing is known against ${id}`);
      deps.onTexts();
      return { registered: true };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/text-report",
    action: "reports:read",
    summary:
      "Texts of a time by day and number: how many, segments, and what the carrier took where it says so",
    query: periodQuery,
    answer: textReportSchema,
    handle: async ({ access, query }) => {
      const period = await readPeriod(deps, access, query);
      return { timezone: period.timezone, items: await readTextReport(db, access.accountId, period) };
    },
  });
}
