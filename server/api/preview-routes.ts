import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { checkSettings, FINDING_CODES, type SettingsFinding } from "../../directory/check-settings.ts";
import { previewSettings } from "../../store/preview-settings.ts";
import { readCheckSnapshots } from "../../store/read-check-snapshots.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { defineRoute } from "./define-route.ts";
import { inspectWebhooks } from "./inspect-webhooks.ts";
import { parseOrRefuse } from "./read-request.ts";
import { refuseChange } from "./refuse-change.ts";

const SECTIONS = ["account", "staff", "numbers", "leads", "carriers", "webhooks"] as const;

const findingSchema = z.object({
  code: z.enum([...FINDING_CODES, "webhookElsewhere", "carrierRefuses"]),
  severity: z.enum(["error", "warning"]),
  text: z.string(),
  cause: z.string(),
  link: z.object({
    section: z.enum(["account", "staff", "numbers", "carriers"]),
    id: z.string(),
    field: z.string(),
  }),
});
const end = z.object({ destination: z.string(), who: z.string() }).nullable();
const previewSchema = z.object({
  changes: z.array(
    z.object({
      text: z.string(),
      leads: z.int().optional(),
      number: z.string().optional(),
      before: end,
      after: end,
    }),
  ),
  unchanged: z.boolean(),
  findings: z.array(findingSchema),
});
const planSchema = z.strictObject({
  section: z.enum(SECTIONS),
  id: z
    .string()
    .regex(/^(\d{1,18}|[a-z0-9-]{1,40})$/, "expected the id of what would be changed, or null for a new one")
    .nullable()
    .default(null),
  fields: z.record(z.string(), z.unknown()).default({}),
  remove: z.boolean().default(false),
  takeOver: z
    .strictObject({
      staffId: z
        .string()
        .regex(/^\d{1,18}$/, "expected the id of a staff member, or null")
        .nullable(),
    })
    .optional(),
});

/** What a change would do, before it is made; and what is wrong with the settings as they are. */
export function addPreviewRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "post",
    path: "/preview",
    action: "preview:ask",
    summary: "Whose calls a change of settings would send elsewhere; changes nothing",
    body: planSchema,
    answer: previewSchema,
    handle: async ({ access, body }) => {
      const plan = parseOrRefuse(planSchema, body);
      const { accountId, role } = access;
      // The account is one thing: its id need not be said.
      const id = plan.section === "account" ? accountId : plan.id;
      if (id !== null && plan.section !== "carriers" && !/^\d+$/.test(id))
        throw new ApiError("notFound", `there is nothing ${id} in ${plan.section}`);
      const mayWriteOwners = mayDo(role, "owners:write");
      const preview = await previewSettings(
        deps.database,
        { ...plan, id, accountId, mayWriteOwners },
        deps.now(),
      );
      if (!preview.ok) return refuseChange(access, preview);
      const { changes, unchanged, findings } = preview;
      return { changes, unchanged, findings: findings.map(present) };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/check",
    action: "check:read",
    summary: "Callers who would reach nobody, loop or be rung twice; with webhooks=1 carriers are asked too",
    query: z.strictObject({ webhooks: z.enum(["0", "1"]).default("0") }),
    answer: z.object({ findings: z.array(findingSchema) }),
    handle: async ({ access, query: { webhooks } }) => {
      const findings: z.output<typeof findingSchema>[] = [];
      for await (const snapshot of readCheckSnapshots(deps.database.query, access.slug, deps.now())) {
        findings.push(...checkSettings(snapshot).map(present));
        if (webhooks === "1") findings.push(...(await inspectWebhooks(deps, snapshot.stored)));
      }
      return { findings };
    },
  });
}

function present({ code, severity, text, cause, link }: SettingsFinding) {
  return { code, severity, text, cause, link };
}
