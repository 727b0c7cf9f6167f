import type { Generated } from "kysely";
import type { CampaignPlan } from "../campaigns/campaign-plan.ts";
import type {
  AudienceState,
  CampaignKind,
  CampaignState,
  RecipientState,
} from "../campaigns/campaign-states.ts";
import type { ByDefault, Id, Json, JsonByDefault, Key } from "./column-types.ts";

/** A campaign, and how far it is. */
type CampaignTable = {
  account_id: Key;
  id: Id;
  /** What settings files know it by. */
  slug: string;
  name: string;
  kind: CampaignKind;
  state: Generated<CampaignState>;
  plan: Json<CampaignPlan>;
  audience: Generated<AudienceState>;
  /** When its list was frozen. */
  audience_at: ByDefault<Date | null>;
  /** The time zones of those on it, several of one phone parted by blanks. */
  zones: ByDefault<string[]>;
  start_at: ByDefault<Date | null>;
  started_at: ByDefault<Date | null>;
  ended_at: ByDefault<Date | null>;
  /** When something is to be done for it; null: nothing is. */
  next_at: ByDefault<Date | null>;
  /** For each carrier when its next text may go, in milliseconds. */
  paced: JsonByDefault<Record<string, number>>;
  /** The day that `day_texts` counts. */
  day: ByDefault<string | null>;
  day_texts: Generated<number>;
  trouble: ByDefault<string | null>;
  created_by: string;
  created_at: Date;
  changed_at: Date;
};

/** Somebody on a campaign's list. */
type CampaignRecipientTable = {
  account_id: Key;
  campaign_id: Key;
  id: Id;
  lead_id: string | null;
  name: string;
  /** The one that they are reached on. */
  phone: string | null;
  /** All that may be tried, in order; null: only that one. */
  phones: ByDefault<string[] | null>;
  state: RecipientState;
  reason: string | null;
  detail: string | null;
  zones: string | null;
  number: string | null;
  user_id: string | null;
  step: Generated<number>;
  /** When the next step may be planned, or the next call made; null: never again. */
  due_at: Date | null;
  reached_at: Date | null;
  replied_at: Date | null;
  called_at: Date | null;
  call_answered: boolean | null;
  claimed_by: string | null;
  claimed_until: Date | null;
  tries: Generated<number>;
  call_id: string | null;
  disposition: string | null;
};

/** The last word from the business to a phone, by the number that it came from. */
type OutreachTable = {
  account_id: Key;
  phone: string;
  number: string;
  at: Date;
  kind: "text" | "call";
  campaign_id: string | null;
  user_id: string | null;
};

export type CampaignTables = {
  campaign: CampaignTable;
  campaign_recipient: CampaignRecipientTable;
  outreach: OutreachTable;
};
