import type { OutreachFacts } from "./facts.ts";

/** What the caller calls back after, as a sentence; empty where nobody reached out to them. */
export function sayOutreach(outreach: OutreachFacts | null, at: number): string {
  if (outreach === null) return "";
  const { campaign, by, kind } = outreach;
  const whom = kind === "text" ? "texted them" : "called them";
  const ago = sayAgo(at - outreach.at);
  if (campaign !== null) {
    const who = by === null ? "which" : `in which ${by}`;
    return kind === "text"
      ? `Calling back after ${campaign.name}, which texted them from this number ${ago}.`
      : `Calling back after ${campaign.name}, ${who} ${whom} from this number ${ago}.`;
  }
  return `Calling back: ${by ?? "somebody"} ${whom} from this number ${ago}.`;
}

function sayAgo(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} ${minutes === 1 ? "minute" : "minutes"} before`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} ${hours === 1 ? "hour" : "hours"} before`;
  return `${Math.round(hours / 24)} days before`;
}
