import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { hooksOf } from "../../carriers/hook.ts";
import { PROFILES } from "../../carriers/twiml/profile.ts";
import { readStoredAccount } from "../../store/read-settings.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { defineRoute } from "./define-route.ts";

const setupSchema = z.object({
  setUp: z.boolean(),
  /** What the TwiML application at the carrier has to have. */
  voiceUrl: z.string(),
  statusCallback: z.string(),
});

/** Whether calls can be made from the browser, and what has to be written at the carrier for it. */
export function addBrowserCallingRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "get",
    path: "/calling",
    action: "calls:place",
    summary: "How calls can be made: from the browser too, where a carrier is set up for it",
    answer: z.object({ browser: z.boolean() }),
    handle: async ({ access }) => ({ browser: deps.outbound.browserCalling(access.accountId) }),
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/carriers/{id}/browser-calling",
    action: "carriers:write",
    summary:
      "Whether a carrier is set up for calls from the browser, and the addresses that its application needs",
    answer: setupSchema,
    handle: async ({ access, id }) => {
      const account = await readStoredAccount(deps.database.query, { id: access.accountId });
      const carrier = account?.carriers.find((one) => one.id === id)?.settings;
      if (carrier === undefined) throw new ApiError("notFound", `there is no carrier ${id}`);
      if (!PROFILES[carrier.kind].browserCalling)
        throw new ApiError("conflict", `there are no calls from the browser by ${carrier.kind}`);
      const base = hooksOf(deps.publicUrl, carrier);
      return {
        setUp: carrier.applicationSid !== null,
        voiceUrl: `${base}/client`,
        statusCallback: `${base}/status`,
      };
    },
  });
}
