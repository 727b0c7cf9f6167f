import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { StoreUnavailable } from "../../calls/ports.ts";
import { isUnavailable } from "../../store/is-unavailable.ts";
import { addPracticeRoutes } from "../practice/practice-routes.ts";
import type { ApiDeps } from "./api-deps.ts";
import { API_ERRORS, ApiError, errorBody } from "./api-error.ts";
import { addApiKeyRoutes } from "./api-key-routes.ts";
import { addAuditRoutes } from "./audit-routes.ts";
import { addBrowserCallingRoutes } from "./browser-calling-routes.ts";
import { addCallRoutes } from "./call-routes.ts";
import { addCallbackRoutes } from "./callback-routes.ts";
import { addCampaignRoutes } from "./campaign-routes.ts";
import { addCampaignWorkRoutes } from "./campaign-work-routes.ts";
import { addCarrierRoutes } from "./carrier-routes.ts";
import { addConversationRoutes } from "./conversation-routes.ts";
import { addFirstRunRoutes } from "./first-run-routes.ts";
import { addGreetingRoutes } from "./greeting-routes.ts";
import { addImportRoutes } from "./import-routes.ts";
import { addInvitationRoutes } from "./invitation-routes.ts";
import { addLeadRoutes } from "./lead-routes.ts";
import { addLiveRoutes } from "./live-routes.ts";
import { addMeRoute } from "./me-route.ts";
import { addNoticeRoutes } from "./notice-routes.ts";
import { addOptOutRoutes } from "./opt-out-routes.ts";
import { addOutboundRoutes } from "./outbound-routes.ts";
import { addOwnNoticeRoutes } from "./own-notice-routes.ts";
import { addPreviewRoutes } from "./preview-routes.ts";
import { MAX_BODY_BYTES } from "./read-request.ts";
import { addReportRoutes } from "./report-routes.ts";
import { addSettingsRoutes } from "./settings-routes.ts";
import { addTalkRoutes } from "./talk-routes.ts";
import { addTemplateRoutes } from "./template-routes.ts";
import { addTextRoutes } from "./text-routes.ts";
import { addTextStateRoutes } from "./text-state-routes.ts";
import { addUnwantedRoutes } from "./unwanted-routes.ts";
import { addVoicemailRoutes } from "./voicemail-routes.ts";
import { addWebhookRoutes } from "./webhook-routes.ts";

export type { ApiDeps } from "./api-deps.ts";

/** The REST API, to be mounted at /api/v1. What is below /accounts needs a key or a session. */
export function createApi(deps: ApiDeps): OpenAPIHono {
  const app = new OpenAPIHono();
  const limitBody = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new ApiError("tooLarge", "the body is larger than 1 MB");
    },
  });
  // A file is larger, and is read as it comes.
  app.use((c, next) =>
    /\/(leads\/imports|greetings|text-media|opt-outs\/import)$/.test(c.req.path)
      ? next()
      : limitBody(c, next),
  );
  app.onError((error) => {
    const known = error instanceof ApiError ? error : explain(error, deps);
    const headers: Record<string, string> = { "cache-control": "no-store" };
    if (known.code === "unauthorized") headers["www-authenticate"] = "Bearer";
    if (known.code === "unavailable") headers["retry-after"] = "2";
    return Response.json(errorBody(known), { status: API_ERRORS[known.code], headers });
  });
  addMeRoute(app, deps);
  addFirstRunRoutes(app, deps);
  addInvitationRoutes(app, deps);
  addApiKeyRoutes(app, deps);
  // Before the settings' own, whose paths are more general.
  addCarrierRoutes(app, deps);
  addImportRoutes(app, deps);
  addLeadRoutes(app, deps);
  addWebhookRoutes(app, deps);
  addSettingsRoutes(app, deps);
  addCallRoutes(app, deps);
  addBrowserCallingRoutes(app, deps);
  addOutboundRoutes(app, deps);
  addTalkRoutes(app, deps);
  addUnwantedRoutes(app, deps);
  addVoicemailRoutes(app, deps);
  addCallbackRoutes(app, deps);
  addConversationRoutes(app, deps);
  addTextRoutes(app, deps);
  addTemplateRoutes(app, deps);
  addTextStateRoutes(app, deps);
  addOptOutRoutes(app, deps);
  addCampaignRoutes(app, deps);
  addCampaignWorkRoutes(app, deps);
  addGreetingRoutes(app, deps);
  addNoticeRoutes(app, deps);
  addOwnNoticeRoutes(app, deps);
  addLiveRoutes(app, deps);
  addReportRoutes(app, deps);
  addAuditRoutes(app, deps);
  addPracticeRoutes(app, deps);
  addPreviewRoutes(app, deps);
  addDescription(app);
  // A mounted app's own not-found handler is not asked, so this is a route like the others.
  app.all("*", () => {
    throw new ApiError("notFound", "there is nothing at this address");
  });
  return app;
}

function addDescription(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
  // Where PUBLIC_URL is https, its name begins with __Secure-.
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "ringright.session_token",
    description: "Set by signing in. What changes something needs the header x-ringright: 1 besides.",
  });
  let description: object | undefined;
  app.get("/openapi.json", () => {
    description ??= app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Ringright",
        version: "1",
        description:
          "Settings, calls and decisions of one account. Unset, empty and blank fields mean the same.",
      },
      servers: [{ url: "/api/v1" }],
    });
    return Response.json(description);
  });
}

function explain(error: Error, { log }: ApiDeps): ApiError {
  if (error instanceof StoreUnavailable || isUnavailable(error))
    return new ApiError("unavailable", "the database can't be reached now: try again");
  log.error({ err: error }, "A request to the API failed");
  return new ApiError("internal", "something broke on our side; it is in the log");
}
