import { expect, test } from "vitest";
import { CAMPAIGN_EVENTS, CAMPAIGN_STATES, type CampaignState, moveCampaign } from "./campaign-states.ts";

test("a campaign is planned, starts when its time has come, rests, goes on, and ends", () => {
  const states: (string | null)[] = [];
  let state: CampaignState | null = "draft";
  for (const event of ["schedule", "due", "pause", "resume", "finish"] as const) {
    state = state === null ? null : moveCampaign(state, event);
    states.push(state);
  }
  expect(states).toEqual(["scheduled", "running", "paused", "running", "done"]);
});

test("what has ended stays as it is, whatever is asked", () => {
  for (const event of CAMPAIGN_EVENTS) {
    expect(moveCampaign("done", event)).toBeNull();
    expect(moveCampaign("canceled", event)).toBeNull();
  }
});

test("until it has ended, it can be canceled at any time; only what runs can be finished", () => {
  const open = CAMPAIGN_STATES.filter((state) => state !== "done" && state !== "canceled");
  expect(open.map((state) => moveCampaign(state, "cancel"))).toEqual(open.map(() => "canceled"));
  expect(CAMPAIGN_STATES.filter((state) => moveCampaign(state, "finish") !== null)).toEqual(["running"]);
});
