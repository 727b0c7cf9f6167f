import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { whyNot } from "../../carriers/inspect-numbers.ts";
import { TEXT_ERROR_TABLE } from "../../carriers/text-errors.ts";
import { askRegistrations, type Registration } from "../../carriers/twiml/ask-registrations.ts";
import { REGISTRATION_STATES } from "../../messages/registration.ts";
import {
  type KnownRegistration,
  keepAsked,
  keepRegistered,
  listRegistrations,
} from "../../store/messages/keep-registration.ts";
import { readConnections } from "../../store/messages/read-connections.ts";
import { readTextReport } from "../../store/reports/read-text-report.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { defineRoute } from "./define-route.ts";
import { periodQuery, readPeriod } from "./report-period.ts";

export const registrationSchema = z.object({
  number: z.string(),
  /** `blocked`: a text of it was; the others are what its carrier says. */
  state: z.enum(REGISTRATION_STATES),
  since: z.iso.datetime(),
  /** What is the matter, and what to do; null: its texts go. */
  blocked: z.object({ code: z.string(), text: z.string(), next: z.string() }).nullable(),
  /** The carrier's own words. */
  said: z.string().nullable(),
  askedAt: z.iso.datetime().nullable(),
});
const listSchema = z.object({ items: z.array(registrationSchema) });
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
  const list = async (accountId: string): Promise<z.output<typeof listSchema>> => ({
    items: (await listRegistrations(db, accountId)).map(present),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/text-registrations",
    action: "numbers:read",
    summary: "What is known of numbers' registration for texts (10DLC, toll-free verification)",
    answer: listSchema,
    handle: ({ access }) => list(access.accountId),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/text-registrations/check",
    action: "numbers:write",
    summary: "Ask carriers how it stands with registrations: Twilio says so, others don't",
    body: z.strictObject({}),
    answer: listSchema.extend({ troubles: z.array(z.string()), asked: z.int() }),
    handle: async ({ access: { accountId } }) => {
      const troubles: string[] = [];
      let asked = 0;
      const ours = await readConnections(db, accountId);
      for (const { connection, numbers } of ours) {
        try {
          const found = await askRegistrations(connection, deps.fetch ?? fetch);
          if (found === null) continue;
          asked += 1;
          for (const number of numbers) await keepFound(deps, { accountId, number }, found);
        } catch (error) {
          troubles.push(`${connection.id} ${whyNot(error)}`);
        }
      }
      deps.onTexts();
      return { ...(await list(accountId)), troubles, asked };
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

/** The best of what is said of a number: it may be in several services. */
async function keepFound(
  { database, now }: ApiDeps,
  of: { accountId: string; number: string },
  found: readonly Registration[],
): Promise<void> {
  const own = found.filter(({ number }) => number === of.number);
  const best = own.find(({ state }) => state === "registered") ?? own[0];
  if (best === undefined) return;
  const code = best.kind === "tollFree" ? "30032" : "30034";
  const blocked = best.state === "registered" ? null : code;
  await keepAsked(database.query, of, { state: best.state, said: best.said, code: blocked, now: now() });
}

function present(known: KnownRegistration): z.output<typeof registrationSchema> {
  const { number, state, code, since, said, askedAt } = known;
  const { words = "it is not registered", next = "" } = TEXT_ERROR_TABLE[code ?? ""] ?? {};
  return {
    number,
    state,
    since: since.toISOString(),
    blocked: code === null ? null : { code, text: words, next },
    said,
    askedAt: askedAt?.toISOString() ?? null,
  };
}
