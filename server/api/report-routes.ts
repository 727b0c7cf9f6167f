import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { BYTE_ORDER_MARK, csvLine } from "../../directory/csv/write-csv.ts";
import { REPORT_TABLES, type ReportTable, reportTable } from "../../reports/report-tables.ts";
import { type Report, readReport } from "../../store/reports/read-report.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { type PeriodQuery, periodQuery, readPeriod } from "./report-period.ts";
import { csvAnswer } from "./stream-answer.ts";

const count = z.int();
const outcomes = {
  answered: count,
  voicemail: count,
  missed: count,
  abandoned: count,
  rejected: count,
  failed: count,
};
const seconds = z.number().nullable();
const reportSchema = z.object({
  timezone: z.string(),
  totals: z.object({ calls: count, ...outcomes }),
  byDay: z.array(z.object({ day: z.iso.date(), ...outcomes })),
  byHour: z.array(z.array(count)),
  byNumber: z.array(
    z.object({ number: z.string(), label: z.string().nullable(), calls: count, ...outcomes }),
  ),
  byStaff: z.array(z.object({ name: z.string(), rang: count, answered: count, secondsToAnswer: seconds })),
  timeToAnswer: z.object({
    median: seconds,
    p90: seconds,
    histogram: z.array(z.object({ upTo: z.int().nullable(), calls: count })),
  }),
  notCalledBack: z.array(
    z.object({
      lead: z.object({ id: z.string(), name: z.string() }),
      phone: z.string(),
      lastCallAt: z.iso.datetime(),
      calls: count,
    }),
  ),
});

/** The figures of a time, in the account's zone; and each table of them as CSV. */
export function addReportRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "get",
    path: "/reports",
    action: "reports:read",
    summary: "What became of the calls of a time, by day, hour, number and staff member",
    query: periodQuery,
    answer: reportSchema,
    handle: ({ access, query }) => read(deps, access, query),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/reports/{id}",
    action: "reports:read",
    summary: `One table of the report as CSV: ${REPORT_TABLES.map((table) => `${table}.csv`).join(", ")}`,
    query: periodQuery,
    answer: "text/csv",
    handle: async ({ access, id, query }) => {
      const table = REPORT_TABLES.find((known) => id === `${known}.csv`);
      if (table === undefined) throw new ApiError("notFound", `there is no table ${id}`);
      return csvAnswer(`${access.slug}-${table}.csv`, lines(await read(deps, access, query), table));
    },
  });
}

async function* lines(report: Report, table: ReportTable): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK +
    reportTable(report, table)
      .map((row) => csvLine(row))
      .join("");
}

async function read(deps: ApiDeps, access: Access, query: PeriodQuery) {
  const period = await readPeriod(deps, access, query);
  return { timezone: period.timezone, ...(await readReport(deps.database.query, access.accountId, period)) };
}
