import { DEFAULT_PLAN } from "../../campaigns/campaign-plan.ts";
import { runCampaigns } from "../../jobs/run-campaigns.ts";
import { askForAudience, insertCampaign } from "../../store/campaigns/keep-campaigns.ts";
import type { Database } from "../../store/open-database.ts";
import { phoneAt } from "../data/population.ts";

/** What the number may send a second, so that only we set the pace. */
const PACE = 1_000;

export type CampaignKey = { accountId: string; id: string };

/** Makes a campaign to every lead of the first account, whose texts go to the carrier at this address, and freezes it. */
export async function prepareCampaign(database: Database, carrierUrl: string): Promise<CampaignKey> {
  const { query, pool } = database;
  await pool.query("UPDATE carrier SET api_base_url = $1", [carrierUrl]);
  await pool.query("UPDATE number SET texts_per_second = $1", [PACE]);
  await pool.query("UPDATE account SET default_outbound_number = $1", [phoneAt("number", 0)]);
  const steps = [{ text: "Hi {firstName}, {business} has a spring offer.", afterHours: 0 }];
  const plan = { ...DEFAULT_PLAN, steps, quietHours: { from: "00:00", to: "00:00" } };
  const by = { actor: "bench", now: Date.now() };
  const id = await insertCampaign(query, "1", { name: "Spring offer", kind: "text", plan }, by);
  const key = { accountId: "1", id };
  await askForAudience(query, key, Date.now());
  const errors: object[] = [];
  const log = { debug: () => {}, info: () => {}, error: (details: object) => void errors.push(details) };
  await runCampaigns(database, { now: Date.now, log, stop: new AbortController().signal });
  if (errors[0] !== undefined) throw new Error(`the audience: ${JSON.stringify(errors[0])}`);
  return key;
}
