/** Which leads: those that a filter finds, as on the page of leads, or those of one imported file, or both. */
export type Audience = {
  search: string | null;
  /** The key of a staff member; `none`: of nobody; null: whoever's. */
  assignedTo: string | null;
  /** The key of an import: only the leads that its file made or meant. */
  importId: string | null;
  /** Only those of whom it is known how they agreed to be texted or called. */
  onlyWithConsent: boolean;
};

/** One text, and how long after the step before it is sent. */
export type CampaignStep = { text: string; afterHours: number };

/**
 * The number that it comes from. `own`: the assigned staff member's, else the default. `pool`: one of several, the same
 * for the same person each time.
 */
export type CampaignSender = { use: "default" | "own" | "pool"; pool: string[] };

/** To whom its leads are assigned when it reaches them. */
export type CampaignAssignment = {
  to: "leave" | "one" | "inTurn";
  /** Keys of staff members. */
  staff: string[];
  /** Leave leads alone that are somebody's already. */
  onlyUnassigned: boolean;
};

/** Everything that is decided about a campaign before it starts. */
export type CampaignPlan = {
  audience: Audience;
  steps: CampaignStep[];
  sender: CampaignSender;
  assignment: CampaignAssignment;
  /** By the lead's clock; the same twice: none. */
  quietHours: { from: string; to: string };
  /** Texts a second at each carrier, for this campaign; null: as fast as its numbers may. */
  perSecond: number | null;
  /** Texts a day, by the account's clock; null: any number. */
  dailyCap: number | null;
  stopOnReply: boolean;
  /** What a segment costs, in the business's own money; null: costs are not shown. */
  segmentPrice: number | null;
};

export const DEFAULT_PLAN: CampaignPlan = {
  audience: { search: null, assignedTo: null, importId: null, onlyWithConsent: false },
  steps: [],
  sender: { use: "default", pool: [] },
  assignment: { to: "leave", staff: [], onlyUnassigned: true },
  quietHours: { from: "20:00", to: "09:00" },
  perSecond: null,
  dailyCap: null,
  stopOnReply: true,
  segmentPrice: null,
};

export const MAX_STEPS = 5;
/** Three segments: a longer text costs more and is read less. */
export const MAX_STEP_TEXT = 480;
export const MAX_POOL = 100;
/** How often somebody is called in a campaign, before they are left alone. */
export const MAX_TRIES = 5;
