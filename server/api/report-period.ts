import { z } from "@hono/zod-openapi";
import type { ReportPeriod } from "../../store/reports/read-report.ts";
import type { ApiDeps } from "./api-deps.ts";
import { invalid } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { readPhone } from "./read-phone.ts";

const time = z.iso.datetime({ offset: true, error: "expected a time such as 2026-05-04T13:00:00Z" });
const LONGEST_DAYS = 400;
const DAY_MS = 86_400_000;

/** The query of every report. */
export const periodQuery = z.strictObject({ since: time, until: time, number: z.string().optional() });
export type PeriodQuery = z.output<typeof periodQuery>;

/** The time that a report is about, with the zone of the account, by which its days go. */
export async function readPeriod(
  deps: ApiDeps,
  { accountId }: Access,
  query: PeriodQuery,
): Promise<ReportPeriod> {
  const since = new Date(query.since);
  const until = new Date(query.until);
  if (until <= since) throw invalid([{ path: ["until"], message: "expected a time after since" }]);
  if (until.getTime() - since.getTime() > LONGEST_DAYS * DAY_MS)
    throw invalid([{ path: ["until"], message: `expected at most ${LONGEST_DAYS} days after since` }]);
  const number = (await readPhone(deps, accountId, "number", query.number)) ?? null;
  const { timezone } = await deps.database.query
    .selectFrom("account")
    .select("timezone")
    .where("id", "=", accountId)
    .executeTakeFirstOrThrow();
  return { since, until, number, timezone };
}
