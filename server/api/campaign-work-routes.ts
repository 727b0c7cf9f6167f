import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { presentCall } from "../../calls/present-call.ts";
import { BROWSER } from "../../calls/script.ts";
import { endQuietHours } from "../../hours/end-quiet-hours.ts";
import { announceChange } from "../../store/announce-change.ts";
import type { KeptCampaign } from "../../store/campaigns/keep-campaigns.ts";
import {
  assignClaimed,
  type ClaimedRecipient,
  claimNext,
  findClaimed,
  layAside,
  noteListCall,
} from "../../store/campaigns/work-call-list.ts";
import { writeCallNote } from "../../store/outbound/keep-call-notes.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { placedCallSchema } from "./api-schemas.ts";
import type { Access } from "./authorize.ts";
import { inHandSchema, presentInHand } from "./campaign-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { findSeenCampaign } from "./find-seen-campaign.ts";
import { refuseUnknownDisposition } from "./outbound-routes.ts";
import { parseOrRefuse } from "./read-request.ts";
import { sendCampaignTest } from "./send-campaign-test.ts";

const MAX_AGAIN_HOURS = 24 * 60;
const nothing = z.strictObject({});
const callBodySchema = z.strictObject({
  /** `browser`: the browser of whoever asks is their side of it; left out: their own phone rings. */
  via: z.enum(["phone", "browser"]).optional(),
});
const asideSchema = z.strictObject({
  recipient: z.string().regex(/^\d{1,18}$/, "expected the id of whoever is in hand"),
  disposition: z.string().nullable().default(null),
  note: z.string().trim().max(2_000).nullable().default(null),
  /** To be called again after so many hours; null: done. */
  againAfterHours: z
    .number({ error: "expected hours from 1" })
    .min(1, "expected hours from 1")
    .max(MAX_AGAIN_HOURS)
    .nullable()
    .default(null),
});
const testSchema = z.strictObject({ step: z.int().min(0).default(0) });

/** What a person does with a campaign: calls the next one on its list, and tries its texts on themselves. */
export function addCampaignWorkRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  defineRoute(app, deps, {
    method: "get",
    path: "/campaigns/{id}/in-hand",
    action: "campaigns:work",
    summary: "Whom you have in hand from a call list; null: nobody",
    answer: inHandSchema,
    handle: async ({ access, id }) => {
      const { worker } = await findList(deps, access, id);
      return presentInHand(await findClaimed(db, worker, deps.now()));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/campaigns/{id}/next",
    action: "campaigns:work",
    summary:
      "Take the next one to call from a list: yours alone for half an hour; whom you have in hand comes first",
    body: nothing,
    answer: inHandSchema,
    handle: async ({ access, id }) => {
      const { worker, campaign } = await findList(deps, access, id);
      refuseUnlessRunning(campaign);
      const now = deps.now();
      const inHand = await findClaimed(db, worker, now);
      return presentInHand(
        inHand ?? (await claimNext(db, worker, { now, zones: await awakeZones(deps, access, campaign) })),
      );
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/campaigns/{id}/call",
    action: "campaigns:work",
    summary: "Call whom you have in hand: your own phone rings first, and with 1 the call goes out",
    body: callBodySchema,
    answer: placedCallSchema,
    status: 201,
    handle: async ({ access, id, body }) => {
      const { worker, campaign } = await findList(deps, access, id);
      refuseUnlessRunning(campaign);
      const inHand = await findClaimed(db, worker, deps.now());
      if (inHand === null) throw new ApiError("conflict", "you have nobody in hand: take the next one first");
      return call(deps, access, campaign, { inHand, via: parseOrRefuse(callBodySchema, body).via });
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/campaigns/{id}/aside",
    action: "campaigns:work",
    summary: "Lay whom you have in hand aside: done, with what it came to, or to be called again later",
    body: asideSchema,
    answer: z.object({ done: z.literal(true) }),
    handle: async ({ access, id, body }) => {
      const { worker } = await findList(deps, access, id);
      const { recipient, disposition, note, againAfterHours } = parseOrRefuse(asideSchema, body);
      await refuseUnknownDisposition(deps, access, disposition);
      const now = deps.now();
      const inHand = await findClaimed(db, worker, now);
      const againAt = againAfterHours === null ? null : now + againAfterHours * 3_600_000;
      if (!(await layAside(db, worker, { id: recipient, disposition, againAt })))
        throw new ApiError(
          "conflict",
          "they are not in your hand any more: somebody else may have called them",
        );
      if (inHand?.id === recipient && inHand.callId !== null && (disposition !== null || note !== null))
        await writeCallNote(
          db,
          { accountId: access.accountId, callId: inHand.callId },
          { disposition: disposition ?? undefined, note: note === "" ? undefined : (note ?? undefined) },
          { actor: access.actor.name, now },
        );
      return { done: true };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/campaigns/{id}/test",
    action: "campaigns:write",
    summary: "Send one of its texts to your own phone, as the first on the list would get it",
    body: testSchema,
    answer: z.object({ phone: z.string(), text: z.string() }),
    handle: async ({ access, id, body }) => {
      const campaign = await findSeenCampaign(deps, access, id);
      return sendCampaignTest(deps, access, campaign, parseOrRefuse(testSchema, body).step);
    },
  });
}

async function findList(deps: ApiDeps, access: Access, id: string) {
  const campaign = await findSeenCampaign(deps, access, id);
  if (campaign.kind !== "call")
    throw new ApiError("conflict", "this campaign texts: there is no list to call");
  if (access.staffId === null)
    throw new ApiError("forbidden", "a list is worked through by a person who signed in: a key has no phone");
  return { campaign, worker: { accountId: access.accountId, campaignId: id, staffId: access.staffId } };
}

function refuseUnlessRunning({ state }: KeptCampaign): void {
  if (state !== "running")
    throw new ApiError("conflict", `this campaign is ${state}: nobody is called from it now`);
}

async function awakeZones(
  { database, now }: ApiDeps,
  { accountId }: Access,
  { id, plan }: KeptCampaign,
): Promise<string[]> {
  const row = await database.query
    .selectFrom("campaign")
    .select("zones")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .executeTakeFirst();
  const at = now();
  return (row?.zones ?? []).filter((zones) => endQuietHours(at, zones.split(" "), plan.quietHours) === at);
}

async function call(
  deps: ApiDeps,
  access: Access,
  { id, plan }: KeptCampaign,
  { inHand, via }: { inHand: ClaimedRecipient; via: "phone" | "browser" | undefined },
) {
  const { accountId } = access;
  const staffId = access.staffId ?? "";
  const started = await deps.outbound.start({
    accountId,
    staffId,
    leadId: inHand.leadId ?? undefined,
    to: inHand.phone,
    from: plan.sender.use === "pool" ? (inHand.number ?? undefined) : undefined,
    via: via === "browser" ? BROWSER : undefined,
    // A double click is one call; after it is laid aside and taken again it is another.
    key: `campaign-${id}-${inHand.id}-${inHand.callId ?? inHand.tries}`,
    campaignId: id,
  });
  if (!started.ok) {
    if (started.code === "invalid") throw new ApiError("conflict", started.text);
    throw new ApiError(started.code, started.text);
  }
  const { record } = started;
  // A call that is there already may be one from somebody's browser: its pass is for whoever asks from there.
  const browser = via === "browser" ? started.browser : null;
  const { callId } = record.script;
  await noteListCall(
    deps.database.query,
    { accountId, campaignId: id, staffId },
    { id: inHand.id, callId, now: deps.now() },
  );
  if (plan.assignment.to !== "leave" && inHand.leadId !== null) {
    const { onlyUnassigned } = plan.assignment;
    const lead = { leadId: inHand.leadId, staffId, onlyUnassigned };
    if (await assignClaimed(deps.database.query, accountId, lead))
      await announceChange(deps.database.query, accountId, { leadsOnly: true });
  }
  return { ...presentCall(record), browser };
}
