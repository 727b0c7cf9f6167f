import { Hono } from "hono";
import type { Logger } from "pino";
import { hashApiKey, readBearer } from "../access/api-key.ts";
import { readRingbackPath } from "../carriers/ringback.ts";
import { readMediaPath } from "../messages/text-media.ts";
import type { SendMail } from "../notify/open-mail.ts";
import { findApiKey } from "../store/keep-api-keys.ts";
import type { Database } from "../store/open-database.ts";
import { readGreetingPath } from "../voicemail/greeting.ts";
import type { Recordings } from "../voicemail/open-recordings.ts";
import { createApi } from "./api/create-api.ts";
import { createDocs } from "./api/create-docs.ts";
import type { CallFollower } from "./follow-calls.ts";
import type { RingrightNode } from "./node.ts";
import type { PracticeHall } from "./practice/practice-hall.ts";
import { serveGreeting } from "./serve-greeting.ts";
import { serveMedia } from "./serve-media.ts";
import { serveRingback } from "./serve-ringback.ts";
import { serveWeb, WEB_FOLDER } from "./serve-web.ts";
import { mountSignIn } from "./sign-in/mount-sign-in.ts";
import { openSignIn } from "./sign-in/open-sign-in.ts";

/** What is served besides carriers' requests: health, figures, sign-in, the API, and the web app. */
export function createApp(
  node: RingrightNode,
  log: Pick<Logger, "error">,
  settings: {
    publicUrl: string;
    sendMail: SendMail | null;
    practice: PracticeHall;
    live: CallFollower;
    liveCallbacks: CallFollower;
    liveConversations: CallFollower;
    recordings: Recordings;
    /** Told that there is something to send. */
    onNotices?: () => void;
    /** Told that there is something to do for campaigns. */
    onCampaigns?: () => void;
    /** Told that there is a text to send. */
    onTexts?: () => void;
    /** What else an operator should see, in words; null: nothing. */
    troubles?: () => string | null;
  },
): Hono {
  const app = new Hono();
  const { database, refreshSettings } = node;
  const { practice, live, liveCallbacks, liveConversations, recordings } = settings;
  const signIn = openSignIn({ database, log, ...settings });
  app.route(
    "/api/v1",
    createApi({
      database,
      signIn,
      practice,
      outbound: node.outbound,
      live,
      liveCallbacks,
      liveConversations,
      onTexts: settings.onTexts ?? (() => {}),
      recordings,
      publicUrl: settings.publicUrl,
      fetch: practice.fetch,
      onSettingsChanged: refreshSettings,
      onNotices: settings.onNotices ?? (() => {}),
      onCampaigns: settings.onCampaigns ?? (() => {}),
      now: Date.now,
      log,
    }),
  );
  mountSignIn(app, signIn);
  app.route("/api/docs", createDocs());
  app.get("/healthz", (c) =>
    node.readiness().ready ? c.text("ok") : c.text("starting: no settings are known yet", 503),
  );
  app.get("/readyz", (c) => {
    const { ready, degraded: ofNode } = node.readiness();
    const trouble = settings.troubles?.() ?? null;
    const degraded = trouble === null ? ofNode : [...ofNode, trouble];
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
  app.get("/hooks/:kind/:carrierId/greeting/:id", (c) =>
    serveGreeting(recordings, readGreetingPath(c.req.path)),
  );
  app.get("/hooks/:kind/:carrierId/media/:file", (c) => serveMedia(recordings, readMediaPath(c.req.path)));
  app.get("/hooks/:kind/:carrierId/ringback/:name", (c) => serveRingback(readRingbackPath(c.req.path)));
  app.route(
    "/",
    serveWeb(WEB_FOLDER, () => node.outbound.browserCalling()),
  );
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
