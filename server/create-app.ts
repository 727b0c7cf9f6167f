import { Hono } from "hono";
import type { Logger } from "pino";
import { hashApiKey, readBearer } from "../access/api-key.ts";
import { findApiKey } from "../store/keep-api-keys.ts";
import type { Database } from "../store/open-database.ts";
import { createApi } from "./api/create-api.ts";
import { createDocs } from "./api/create-docs.ts";
import type { CallFollower } from "./follow-calls.ts";
import type { RingrightNode } from "./node.ts";

/** What is served besides carriers' requests: health, figures, and the API. */
export function createApp(
  node: RingrightNode,
  log: Pick<Logger, "error">,
  options: { publicUrl?: string; live?: CallFollower } = {},
): Hono {
  const app = new Hono();
  const { database, refreshSettings } = node;
  app.route(
    "/api/v1",
    createApi({ database, onSettingsChanged: refreshSettings, now: Date.now, log, ...options }),
  );
  app.route("/api/docs", createDocs());
  app.get("/healthz", (c) =>
    node.readiness().ready ? c.text("ok") : c.text("starting: no settings are known yet", 503),
  );
  app.get("/readyz", (c) => {
    const { ready, degraded } = node.readiness();
    // A degraded node still routes calls: taking it out of a load balancer would lose them.
    return c.json(
      { status: !ready ? "starting" : degraded.length > 0 ? "degraded" : "ready", degraded },
      ready ? 200 : 503,
    );
  });
  app.get("/metrics", async (c) => {
    const from = c.env as Connection | undefined;
    const allowed =
      isLocal(from, c.req.header("x-forwarded-for")) ||
      (await isOwner(database, c.req.header("authorization")));
    if (!allowed) return c.text("metrics are for this machine, and elsewhere for an owner's key", 403);
    return c.text(await node.metrics.text(), 200, { "content-type": node.metrics.contentType });
  });
  app.notFound((c) =>
    c.json({ error: { code: "notFound", message: `there is nothing at ${c.req.path}` } }, 404),
  );
  return app;
}

/** What the HTTP server tells of a request besides the request. */
type Connection = { incoming?: { socket: { remoteAddress?: string } } };

/** A proxy on the same machine passes on requests from anywhere, and says so in a header. */
function isLocal(from: Connection | undefined, forwarded?: string): boolean {
  const address = from?.incoming?.socket.remoteAddress ?? "";
  return forwarded === undefined && /^(::1|(::ffff:)?127\.)/.test(address);
}

async function isOwner(database: Database, authorization: string | undefined): Promise<boolean> {
  const key = readBearer(authorization);
  return key !== null && (await findApiKey(database.query, hashApiKey(key)))?.role === "owner";
}
