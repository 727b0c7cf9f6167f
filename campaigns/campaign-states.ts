/** What a campaign does: it texts by itself, or is a list that people work through by calling. */
export const CAMPAIGN_KINDS = ["text", "call"] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

export const CAMPAIGN_STATES = ["draft", "scheduled", "running", "paused", "done", "canceled"] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** `start`: now. `schedule`: at a time. `due`: that time has come. `finish`: there is nobody left. */
export const CAMPAIGN_EVENTS = ["start", "schedule", "due", "pause", "resume", "finish", "cancel"] as const;
export type CampaignEvent = (typeof CAMPAIGN_EVENTS)[number];

/** Whether the list of whom it reaches is there. */
export type AudienceState = "none" | "gathering" | "ready";

/**
 * Where somebody on the list is. `new`: still to be judged. `leftOut`: never reached, with the reason. `waiting`: the next
 * step is to come. `claimed`: somebody is about to call them. `stopped`: no more steps, with the reason.
 */
export const RECIPIENT_STATES = ["new", "leftOut", "waiting", "claimed", "done", "stopped"] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

const NO = null;
/** Every event in every state; null: refused where a person asks for it, without effect where it comes by itself. */
const TABLE: Record<CampaignState, Record<CampaignEvent, CampaignState | null>> = {
  draft: {
    start: "running",
    schedule: "scheduled",
    due: NO,
    pause: NO,
    resume: NO,
    finish: NO,
    cancel: "canceled",
  },
  scheduled: {
    start: "running",
    schedule: "scheduled",
    due: "running",
    pause: "draft",
    resume: NO,
    finish: NO,
    cancel: "canceled",
  },
  running: {
    start: NO,
    schedule: NO,
    due: NO,
    pause: "paused",
    resume: NO,
    finish: "done",
    cancel: "canceled",
  },
  paused: { start: NO, schedule: NO, due: NO, pause: NO, resume: "running", finish: NO, cancel: "canceled" },
  done: { start: NO, schedule: NO, due: NO, pause: NO, resume: NO, finish: NO, cancel: NO },
  canceled: { start: NO, schedule: NO, due: NO, pause: NO, resume: NO, finish: NO, cancel: NO },
};

/** The state after an event; null where the event means nothing in this state. */
export function moveCampaign(state: CampaignState, event: CampaignEvent): CampaignState | null {
  return TABLE[state][event];
}

/** Whether its list and its words may still be changed. */
export function isEditable(state: CampaignState): boolean {
  return state === "draft";
}
