import type { Campaign, CampaignRecipient } from "../api/types.ts";

export const CAMPAIGN_STATE_NAMES: Record<Campaign["state"], string> = {
  draft: "Draft",
  scheduled: "Scheduled",
  running: "Running",
  paused: "Paused",
  done: "Done",
  canceled: "Canceled",
};

export const CAMPAIGN_STATE_COLOURS: Record<Campaign["state"], string> = {
  draft: "gray",
  scheduled: "blue",
  running: "green",
  paused: "orange",
  done: "ring",
  canceled: "red",
};

export const CAMPAIGN_KIND_NAMES: Record<Campaign["kind"], string> = { text: "Texts", call: "Calls" };

export const RECIPIENT_STATE_NAMES: Record<CampaignRecipient["state"], string> = {
  new: "To be looked at",
  leftOut: "Left out",
  waiting: "Waiting",
  claimed: "In hand",
  done: "Done",
  stopped: "Stopped",
};

const STOPPED: Record<string, string> = {
  replied: "answered",
  optedOut: "want no texts",
  blocked: "blocked meanwhile",
  numberGone: "their number is not yours any more",
};

/** Why no further step goes to somebody, in words. */
export function sayStopped(reason: string): string {
  return STOPPED[reason] ?? reason;
}

/** "1 lead", "2,000 leads". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}
