import { randomUUID } from "node:crypto";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { makeWebhookSecret } from "../../directory/webhook-schema.ts";
import { TEST_EVENT } from "../../notify/notice-events.ts";
import { editSettings } from "../../store/edit-settings.ts";
import { insertNotices } from "../../store/notices/make-notices.ts";
import { startWebhook } from "../../store/notices/note-tries.ts";
import { type KnownWebhook, readWebhooks } from "../../store/read-webhooks.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { refuseChange } from "./refuse-change.ts";
import { tellNode } from "./tell-node.ts";

const KEY = /^\d{1,18}$/;
const done = z.object({ done: z.literal(true) });

/** What is done with a webhook besides setting it up: try it out, change its secret, start it again. */
export function addWebhookRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "post",
    path: "/webhooks/{id}/test",
    action: "webhooks:write",
    summary: "Send a test event, once; the list of notices says what came of it",
    body: z.strictObject({}),
    answer: done,
    handle: async ({ access, id }) => {
      const webhook = await find(deps, access, id);
      const timestamp = new Date(deps.now()).toISOString();
      const data = { message: "Sent from Ringright, to try this webhook out." };
      const body = JSON.stringify({ type: TEST_EVENT, version: 1, timestamp, account: access.slug, data });
      const notice = {
        key: `${TEST_EVENT}:${randomUUID()}`,
        event: TEST_EVENT,
        channel: "webhook",
        recipient: webhook.settings.url,
        webhookId: webhook.id,
        subject: "Test event",
        content: { body },
      };
      await insertNotices(deps.database.query, access.accountId, [notice], deps.now());
      deps.onNotices();
      return { done: true };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/webhooks/{id}/secret",
    action: "webhooks:write",
    summary:
      "Make a new secret, which is in this answer and nowhere else; the old one is good for 24 hours more",
    body: z.strictObject({}),
    answer: z.object({ secret: z.string() }),
    handle: async ({ access, id }) => {
      const webhook = await find(deps, access, id);
      const secret = makeWebhookSecret();
      const { accountId, actor, role } = access;
      const edited = await editSettings(deps.database, {
        accountId,
        actor,
        section: "webhooks",
        id: webhook.id,
        fields: { secret },
        mayWriteOwners: mayDo(role, "owners:write"),
      });
      if (!edited.ok) {
        if (edited.why === "stale") throw new ApiError("stale", "this was changed meanwhile: try again");
        return refuseChange(access, edited);
      }
      await tellNode(deps, accountId);
      return { secret };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/webhooks/{id}/start",
    action: "webhooks:write",
    summary: "Start a webhook again that was stopped; what it has missed is sent by /notices/resend",
    body: z.strictObject({}),
    answer: done,
    handle: async ({ access, id }) => {
      const webhook = await find(deps, access, id);
      await startWebhook(deps.database.query, { accountId: access.accountId, webhookId: webhook.id });
      return { done: true };
    },
  });
}

async function find({ database }: ApiDeps, { accountId }: Access, id: string): Promise<KnownWebhook> {
  const [found] = KEY.test(id) ? await readWebhooks(database.query, accountId, { id }) : [];
  if (found === undefined) throw new ApiError("notFound", `there is no webhook ${id}`);
  return found;
}
