import { type Kysely, sql } from "kysely";
import { endQuietHours } from "../hours/end-quiet-hours.ts";
import { announceChange } from "../store/announce-change.ts";
import { changeCampaign } from "../store/campaigns/change-campaign.ts";
import {
  type DueCampaign,
  lockDueCampaign,
  nextCampaignAt,
  setNextAt,
} from "../store/campaigns/due-campaign.ts";
import { listAudience, noteAudienceReady } from "../store/campaigns/gather-audience.ts";
import { judgeSome } from "../store/campaigns/judge-audience.ts";
import { planChunk, readLines, readNextDue } from "../store/campaigns/plan-campaign-texts.ts";
import type { Database } from "../store/open-database.ts";
import type { Schema } from "../store/schema.ts";
import { type CallsNow, leaveRoom } from "./calls-now.ts";
import type { JobLog } from "./job-log.ts";

/** How soon is looked whether the lines have room again, and whether the last texts are out. */
const SOON_MS = 200;
const LAST_MS = 1_000;
const DAY_MS = 86_400_000;
/** A zone in which it is night at every hour. */
const NEVER = Number.POSITIVE_INFINITY;

type Parts = {
  now: () => number;
  log: JobLog;
  stop: AbortSignal;
  callsNow?: (() => CallsNow) | undefined;
  onTexts?: () => void;
};

/**
 * Does what is due for campaigns, until nothing is: freezes whom they reach, starts those whose time has come, and puts
 * texts in line. Each step is a transaction that holds its campaign alone, so any node may go on at any moment. Gives when
 * something is due next, in milliseconds; null: nothing that is known.
 */
export async function runCampaigns(database: Database, parts: Parts): Promise<number | null> {
  while (!parts.stop.aborted) {
    const planned = await database.query.transaction().execute(async (db) => {
      const campaign = await lockDueCampaign(db, parts.now());
      return campaign === null ? null : work(db, campaign, parts.now());
    });
    if (planned === null) break;
    if (planned > 0) parts.onTexts?.();
    await leaveRoom(parts.callsNow, parts.stop, planned);
  }
  return nextCampaignAt(database.query);
}

/** One step of one campaign; gives how many texts it planned. */
async function work(db: Kysely<Schema>, campaign: DueCampaign, now: number): Promise<number> {
  if (campaign.audience === "gathering") await gather(db, campaign, now);
  else if (campaign.state === "scheduled") await changeCampaign(db, campaign, "due", { now });
  else if (campaign.state === "running" && campaign.kind === "text") return text(db, campaign, now);
  else if (campaign.state === "running") await watchCalls(db, campaign, now);
  else await setNextAt(db, campaign, null);
  return 0;
}

async function gather(db: Kysely<Schema>, campaign: DueCampaign, now: number): Promise<void> {
  if (!campaign.listed) await listAudience(db, campaign);
  if ((await judgeSome(db, campaign, now)) === 0) await noteAudienceReady(db, campaign, now);
}

async function text(db: Kysely<Schema>, campaign: DueCampaign, now: number): Promise<number> {
  const wake = new Map(campaign.zones.map((zones) => [zones, wakeAt(campaign, zones, now)]));
  const lines = await readLines(db, campaign);
  const awake = campaign.zones.filter((zones) => wake.get(zones) === now);
  const { planned, looked } = await planChunk(db, campaign, { now, zones: awake, lines });
  // What was due is in line, and there may be more.
  if (looked > 0) {
    if (planned > 0 && campaign.plan.assignment.to !== "leave")
      await announceChange(db, campaign.accountId, { leadsOnly: true });
    await setNextAt(db, campaign, now);
    return planned;
  }
  const cap = campaign.plan.dailyCap;
  if (cap !== null && campaign.today >= cap) {
    await setNextAt(db, campaign, await tomorrow(db, campaign, now));
    return 0;
  }
  const due = (await readNextDue(db, campaign)).map(({ zones, at }) => Math.max(at, wake.get(zones) ?? now));
  const inLine = [...lines.values()].reduce((sum, line) => sum + line.inLine, 0);
  if (due.length === 0 && inLine === 0) await changeCampaign(db, campaign, "finish", { now });
  // Where it is night in all zones at every hour nobody is ever texted: it is looked at again when that was changed.
  else {
    const next = due.length === 0 ? now + LAST_MS : Math.min(...due, now + DAY_MS);
    await setNextAt(db, campaign, Math.max(next, now + (inLine > 0 ? SOON_MS : LAST_MS)));
  }
  return 0;
}

/** Where nobody is left to be called, it is over. */
async function watchCalls(db: Kysely<Schema>, campaign: DueCampaign, now: number): Promise<void> {
  if ((await readNextDue(db, campaign)).length === 0) await changeCampaign(db, campaign, "finish", { now });
  else await setNextAt(db, campaign, now + 60_000);
}

/** When those in these zones may be texted: now, or when their night is over. */
export function wakeAt({ plan }: Pick<DueCampaign, "plan">, zones: string, now: number): number {
  return endQuietHours(now, zones.split(" "), plan.quietHours) ?? NEVER;
}

async function tomorrow(db: Kysely<Schema>, { timezone }: DueCampaign, now: number): Promise<number> {
  const { rows } = await sql<{
    at: Date;
  }>`SELECT ((${new Date(now)}::timestamptz AT TIME ZONE ${timezone})::date + 1)
    ::timestamp AT TIME ZONE ${timezone} AS at`.execute(db);
  return rows[0]?.at.getTime() ?? now + DAY_MS;
}
