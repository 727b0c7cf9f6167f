import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type CampaignInput, campaignSchema as inputSchema } from "../../campaigns/campaign-schema.ts";
import { type CampaignEvent, RECIPIENT_STATES } from "../../campaigns/campaign-states.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { writeAudit } from "../../store/audit/write-audit.ts";
import { changeCampaign } from "../../store/campaigns/change-campaign.ts";
import {
  askForAudience,
  insertCampaign,
  type KeptCampaign,
  listCampaigns,
  removeCampaign,
  updateCampaign,
} from "../../store/campaigns/keep-campaigns.ts";
import { leftOutLines, listRecipients } from "../../store/campaigns/list-recipients.ts";
import { readResults } from "../../store/campaigns/read-results.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import {
  campaignResultsSchema,
  campaignSchema,
  presentCampaign,
  presentRecipient,
  presentResults,
  recipientSchema,
} from "./campaign-schemas.ts";
import { defineRoute } from "./define-route.ts";
import { findSeenCampaign } from "./find-seen-campaign.ts";
import { judgeStart, refuseUnknownKeys } from "./judge-campaign.ts";
import { cutPage, makeCursor, pageOf, pageQuery, readCursor } from "./paging.ts";
import { parseOrRefuse } from "./read-request.ts";
import { csvAnswer } from "./stream-answer.ts";

const KEY = /^\d{1,18}$/;
const startSchema = z.strictObject({
  /** When it begins; now where it is left out. */
  at: z.iso
    .datetime({ error: "expected a time such as 2026-05-04T13:00:00Z", offset: true })
    .nullable()
    .default(null),
});

/** Campaigns: written down, their list looked at, started, held, ended, and what they came to. */
export function addCampaignRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { query: db } = deps.database;
  const seen = (access: Access, id: string) => findSeenCampaign(deps, access, id);
  const again = async (access: Access, id: string) => presentCampaign(await seen(access, id));

  defineRoute(app, deps, {
    method: "get",
    path: "/campaigns",
    action: "campaigns:read",
    summary: "List campaigns, the newest first; a member those that have leads of theirs",
    query: pageQuery,
    answer: pageOf(campaignSchema),
    handle: async ({ access, query: { limit, cursor } }) => {
      const before = readCursor(cursor, KEY)?.[0];
      const page = { limit: limit + 1, before, onlyStaff: onlyStaff(access) };
      const found = await listCampaigns(db, access.accountId, page);
      return cutPage(found.map(presentCampaign), limit, ({ id }) => makeCursor(id));
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/campaigns",
    action: "campaigns:write",
    summary: "Write a campaign down as a draft; nobody is reached before it is started",
    body: inputSchema({ country: "US", allowedCountries: ["US"] }),
    answer: campaignSchema,
    status: 201,
    handle: async ({ access, body }) => {
      const input = await read(deps, access, body);
      const { name, kind, ...plan } = input;
      const by = { actor: access.actor.name, now: deps.now() };
      const id = await insertCampaign(db, access.accountId, { name, kind, plan }, by);
      await note(deps, access, { id, name }, null, { name, kind });
      return again(access, id);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/campaigns/{id}",
    action: "campaigns:read",
    summary: "One campaign",
    answer: campaignSchema,
    handle: ({ access, id }) => again(access, id),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/campaigns/{id}",
    action: "campaigns:write",
    summary: "Change a draft; what is left out stays as it is",
    body: inputSchema({ country: "US", allowedCountries: ["US"] }).partial(),
    answer: campaignSchema,
    handle: async ({ access, id, body }) => {
      const { name, kind, plan } = await seen(access, id);
      const input = await read(deps, access, { name, kind, ...plan, ...body });
      if (input.kind !== kind)
        throw invalid([
          { path: ["kind"], message: `expected ${kind}: make another campaign for the other kind` },
        ]);
      const { name: newName, kind: _, ...newPlan } = input;
      const key = { accountId: access.accountId, id };
      if (!(await updateCampaign(db, key, { name: newName, plan: newPlan }, deps.now())))
        throw new ApiError("conflict", "only a draft can be changed: this campaign has been started");
      return again(access, id);
    },
  });
  defineRoute(app, deps, {
    method: "delete",
    path: "/campaigns/{id}",
    action: "campaigns:write",
    summary: "Remove a campaign that never began",
    answer: z.object({ removed: z.literal(true) }),
    handle: async ({ access, id }) => {
      const { name, kind } = await seen(access, id);
      if (!(await removeCampaign(db, { accountId: access.accountId, id })))
        throw new ApiError(
          "conflict",
          "only a campaign that never began can be removed: its texts stay known",
        );
      await note(deps, access, { id, name }, { name, kind }, null);
      return { removed: true };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/campaigns/{id}/audience",
    action: "campaigns:write",
    summary: "Freeze whom a draft reaches: made in the background, and what is shown then is who is reached",
    body: z.strictObject({}),
    answer: campaignSchema,
    handle: async ({ access, id }) => {
      await seen(access, id);
      if (!(await askForAudience(db, { accountId: access.accountId, id }, deps.now())))
        throw new ApiError("conflict", "the list of a campaign that was started stays as it is");
      deps.onCampaigns();
      return again(access, id);
    },
  });
  const move = (path: string, summary: string, event: CampaignEvent) =>
    defineRoute(app, deps, {
      method: "post",
      path: `/campaigns/{id}/${path}`,
      action: "campaigns:write",
      summary,
      body: event === "start" ? startSchema : z.strictObject({}),
      answer: campaignSchema,
      handle: async ({ access, id, body }) => {
        const campaign = await seen(access, id);
        const at = event === "start" ? parseOrRefuse(startSchema, stripUnset(body)).at : null;
        if (event === "start") await judgeStart(deps, access, campaign, at);
        await apply(
          deps,
          access,
          campaign,
          at === null ? event : "schedule",
          at === null ? null : Date.parse(at),
        );
        deps.onCampaigns();
        return again(access, id);
      },
    });
  move("start", "Start it, now or at a time; its list has to be there", "start");
  move("pause", "Hold it: nothing more is sent until it is resumed", "pause");
  move("resume", "Go on where it was held", "resume");
  move("cancel", "End it: nothing more is sent, ever", "cancel");
  defineRoute(app, deps, {
    method: "get",
    path: "/campaigns/{id}/results",
    action: "campaigns:read",
    summary: "What it has come to so far; for a member of their own leads",
    answer: campaignResultsSchema,
    handle: async ({ access, id }) => {
      const { plan } = await seen(access, id);
      const which = { accountId: access.accountId, id, onlyStaff: onlyStaff(access) };
      return presentResults(await readResults(db, which), plan.segmentPrice);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/campaigns/{id}/recipients",
    action: "campaigns:read",
    summary: "Who is on its list; for a member their own leads",
    query: pageQuery.extend({ state: z.enum(RECIPIENT_STATES).optional() }),
    answer: pageOf(recipientSchema),
    handle: async ({ access, id, query: { limit, cursor, state } }) => {
      await seen(access, id);
      const after = readCursor(cursor, KEY)?.[0];
      const key = { accountId: access.accountId, id };
      const filter = { state, onlyStaff: onlyStaff(access) };
      const found = await listRecipients(db, key, filter, { after, limit: limit + 1 });
      return cutPage(found.map(presentRecipient), limit, (last) => makeCursor(last.id));
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/campaigns/{id}/left-out.csv",
    action: "campaigns:write",
    summary: "Who is left out, and why",
    answer: "text/csv",
    handle: async ({ access, id }) => {
      await seen(access, id);
      return csvAnswer(`left-out-${id}.csv`, leftOutLines(db, { accountId: access.accountId, id }));
    },
  });
}

/** A campaign as somebody wrote it, by the account's own rules. */
async function read(deps: ApiDeps, access: Access, body: object): Promise<CampaignInput> {
  const account = await deps.database.query
    .selectFrom("account")
    .select(["country", "allowed_countries"])
    .where("id", "=", access.accountId)
    .executeTakeFirstOrThrow();
  const rules = { country: account.country as never, allowedCountries: account.allowed_countries };
  const input = parseOrRefuse(inputSchema(rules), stripUnset(body));
  await refuseUnknownKeys(deps, access, input);
  return input;
}

async function apply(
  deps: ApiDeps,
  access: Access,
  { id, name, state: before }: KeptCampaign,
  event: CampaignEvent,
  startAt: number | null,
): Promise<void> {
  await deps.database.query.transaction().execute(async (db) => {
    const key = { accountId: access.accountId, id };
    const state = await changeCampaign(db, key, event, { now: deps.now(), startAt });
    if (state === null)
      throw new ApiError(
        "conflict",
        `this campaign is ${before}: there is nothing to ${WORDS[event] ?? event}`,
      );
    await noteIn(db, access, { id, name }, { state: before }, { state });
  });
}

const WORDS: Partial<Record<CampaignEvent, string>> = { schedule: "start" };

type Named = { id: string; name: string };
type Fields = Record<string, unknown> | null;

async function note(
  deps: ApiDeps,
  access: Access,
  campaign: Named,
  before: Fields,
  after: Fields,
): Promise<void> {
  await noteIn(deps.database.query, access, campaign, before, after);
}

async function noteIn(
  db: Parameters<typeof writeAudit>[0],
  { accountId, actor }: Access,
  { id, name }: Named,
  before: Fields,
  after: Fields,
): Promise<void> {
  const action = before === null ? "created" : after === null ? "removed" : "changed";
  const change = {
    section: "campaigns" as const,
    itemId: id,
    itemName: name,
    action,
    before,
    after,
    version: null,
  } as const;
  await writeAudit(db, accountId, actor, [change]);
}
