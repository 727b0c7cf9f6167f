import type { CampaignPlan } from "../../campaigns/campaign-plan.ts";
import { DEFAULT_PLAN } from "../../campaigns/campaign-plan.ts";
import type { CampaignEvent, CampaignKind } from "../../campaigns/campaign-states.ts";
import { runCampaigns } from "../../jobs/run-campaigns.ts";
import { changeCampaign } from "../../store/campaigns/change-campaign.ts";
import { askForAudience, insertCampaign } from "../../store/campaigns/keep-campaigns.ts";
import { readResults } from "../../store/campaigns/read-results.ts";
import { LINE } from "./start-house.ts";
import { startTextHouse } from "./start-text-house.ts";

type Options = Parameters<typeof startTextHouse>[1];

/** A house that texts its leads, with the work in the background in the test's hands. */
export async function startCampaignHouse(options: Options = {}) {
  const house = await startTextHouse({ textBack: { on: false } }, options);
  const { query, pool } = house.node.database;
  const { id: accountId } = await query.selectFrom("account").select("id").executeTakeFirstOrThrow();
  await query.updateTable("account").set({ default_outbound_number: LINE }).execute();
  await query.updateTable("number").set({ texts_per_second: 10 }).execute();

  const hooks = new Map<number, () => Promise<unknown>>();
  house.beforeAsking(async ({ method }) => {
    // Several are on their way at the same time, so the count may leap.
    for (const [count, hook] of hooks) {
      if (method !== "POST" || house.carrier.messages.length + 1 < count) continue;
      hooks.delete(count);
      await hook();
    }
  });

  /** What a process does for campaigns and texts, until nothing is to be done now. */
  async function work(): Promise<void> {
    await runCampaigns(house.node.database, house.parts);
    await house.work();
  }

  async function change(id: string, event: CampaignEvent, startAt: number | null = null) {
    const at = { now: house.clock.now(), startAt };
    return query.transaction().execute((db) => changeCampaign(db, { accountId, id }, event, at));
  }

  return {
    ...house,
    accountId,
    work,
    /** Time goes by, with work done each second. */
    async pass(seconds: number): Promise<void> {
      for (let second = 0; second < seconds; second += 1) {
        await house.clock.sleep(1_000);
        await work();
      }
    },
    async addLead(
      name: string,
      phones: string[],
      more: { blocked?: boolean; userId?: string } = {},
    ): Promise<string> {
      const own = { account_id: accountId, last_contacted_at: null };
      const { id } = await query
        .insertInto("lead")
        .values({ ...own, name, blocked: more.blocked ?? false, user_id: more.userId ?? null })
        .returning("id")
        .executeTakeFirstOrThrow();
      for (const [position, phone] of phones.entries())
        await query
          .insertInto("lead_phone")
          .values({ account_id: accountId, lead_id: id, phone, position })
          .execute();
      return id;
    },
    /** Leads with one phone each: +1312555 and four digits from this one on. */
    async addLeads(count: number, first = 2_000): Promise<void> {
      await pool.query(
        `WITH made AS (INSERT INTO lead (account_id, name, blocked)
           SELECT $1, 'Lead ' || n, false FROM generate_series($2::int, $2::int + $3::int - 1) n RETURNING id, name)
         INSERT INTO lead_phone (account_id, lead_id, phone, position)
         SELECT $1, id, '+1312555' || substr(name, 6), 0 FROM made`,
        [accountId, first, count],
      );
    },
    /** A draft with its list ready. */
    async draft(
      plan: Partial<CampaignPlan>,
      kind: CampaignKind = "text",
      name = "Spring offer",
    ): Promise<string> {
      const by = { actor: "Olga", now: house.clock.now() };
      const id = await insertCampaign(
        query,
        accountId,
        { name, kind, plan: { ...DEFAULT_PLAN, ...plan } },
        by,
      );
      await askForAudience(query, { accountId, id }, house.clock.now());
      await work();
      return id;
    },
    change,
    async move(id: string, event: CampaignEvent, startAt: number | null = null) {
      const state = await change(id, event, startAt);
      await work();
      return state;
    },
    /** While the carrier is being asked for its so manyth text, or one soon after. */
    beforeText: (count: number, what: () => Promise<unknown>) => void hooks.set(count, what),
    stateOf: async (id: string) =>
      (await query.selectFrom("campaign").select("state").where("id", "=", id).executeTakeFirstOrThrow())
        .state,
    results: (id: string) => readResults(query, { accountId, id, onlyStaff: undefined }),
    /** Whom it reaches, and who is left out with the reason. */
    async list(id: string): Promise<Record<string, string>> {
      const rows = await query
        .selectFrom("campaign_recipient")
        .select(["name", "state", "reason"])
        .where("campaign_id", "=", id)
        .orderBy("id")
        .execute();
      return Object.fromEntries(rows.map(({ name, state, reason }) => [name, reason ?? state]));
    },
    /** Every text that the carrier took, with to whom. */
    taken: () => house.carrier.messages.filter(({ direction }) => direction === "outbound-api"),
  };
}
