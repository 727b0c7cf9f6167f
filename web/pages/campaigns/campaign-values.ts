import type { CampaignPlan } from "../../../campaigns/campaign-plan.ts";
import type { CampaignKind } from "../../../campaigns/campaign-states.ts";

/** The values of the form: a campaign as the API takes it. */
export type CampaignValues = CampaignPlan & { name: string; kind: CampaignKind };
