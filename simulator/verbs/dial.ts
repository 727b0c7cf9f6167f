import { answerLine } from "../calls/answer-line.ts";
import type { Line } from "../calls/line.ts";
import { screenAndBridge } from "./bridge.ts";
import { dialConference } from "./conference.ts";
import { dialQueue } from "./dial-queue.ts";
import { dialTargets, dialTimeout } from "./dial-targets.ts";
import { goneActionWanted, requestUnheard } from "./gone-action.ts";
import { recordLeg } from "./record-leg.ts";
import { type Pickup, ringGroup } from "./ring-group.ts";
import { fetchNext, ON, type Run, sourceAt, type Verb } from "./run.ts";

type DialStatus = "completed" | "busy" | "no-answer" | "failed" | "canceled";

/**
 * Dial: rings phones, connects the one that picks up, then requests its action with how it went, or goes on.
 * https://www.twilio.com/docs/voice/twiml/dial
 */
export const dial: Verb = async (run, element) => {
  const { line } = run;
  const { action } = element.attributes;
  const conference = element.children.find((child) => child.name === "Conference");
  if (conference) return dialConference(run, element, conference);
  const queue = element.children.find((child) => child.name === "Queue");
  if (queue) return dialQueue(run, element, queue);
  const targets = dialTargets(run, element);
  const seconds = dialTimeout(run, element);
  if (element.attributes.answerOnBridge !== "true") answerLine(run.exchange, line);
  // sequential rings one after the other: Telnyx documents it, Twilio's types know it.
  const groups = element.attributes.sequential === "true" ? targets.map((one) => [one]) : [targets];
  const lines: Line[] = [];
  let pickup: Pickup | undefined;
  for (const group of groups) {
    if (group.length === 0) continue;
    const result = await ringGroup(run, element, group, seconds);
    lines.push(...result.lines);
    pickup = result.pickup;
    if (pickup || line.stop.fired) break;
  }
  const pickedUpAt = run.exchange.clock.now();
  const bridged = pickup ? await screenAndBridge(run, element, pickup) : false;
  if (pickup) recordLeg(run, element, (run.exchange.clock.now() - pickedUpAt) / 1000);
  const gone = line.stop.fired;
  const last = pickup?.line ?? lines.at(-1);
  const status = dialStatus(run, lines, pickup !== undefined && (bridged || !gone), gone);
  const params = actionParams(run, status, bridged, last);
  line.log.note("dial ended", { status, bridged });
  if (gone) {
    if (action !== undefined && line.stop.value?.why === "hungUp" && goneActionWanted(run.exchange)) {
      const source = sourceAt(run, element, action, { ...params, CallStatus: "completed" });
      await requestUnheard(run.exchange, line, source);
    }
    return ON;
  }
  return action === undefined ? ON : fetchNext(run, element, action, params);
};

// A leg that was picked up but never connected is completed all the same: only DialBridged tells.
function dialStatus(run: Run, lines: readonly Line[], answered: boolean, gone: boolean): DialStatus {
  if (answered) return "completed";
  if (gone) return run.exchange.random() < 0.5 ? "canceled" : "no-answer";
  const all = lines.map((one) => one.status);
  if (all.includes("no-answer")) return "no-answer";
  return all.includes("busy") ? "busy" : "failed";
}

function actionParams(
  run: Run,
  status: DialStatus,
  bridged: boolean,
  leg: Line | undefined,
): Record<string, string> {
  const params: Record<string, string> = { DialCallStatus: status };
  if (run.exchange.profile.tellsBridged) params.DialBridged = String(bridged);
  if (leg) params.DialCallSid = leg.sid;
  if (leg?.answeredAt !== undefined) {
    const until = leg.endedAt ?? run.exchange.clock.now();
    params.DialCallDuration = String(Math.round((until - leg.answeredAt) / 1000));
  }
  if (run.exchange.kind === "telnyx" && leg) {
    params.DialCallSidLegacy = leg.legacySid;
    params.HangupCause = hangupCause(status, leg);
    params.HangupSource = leg.party.hungUp.fired ? "callee" : "unknown";
  }
  return params;
}

// https://developers.telnyx.com/api-reference/callbacks/texml-call-completed
function hangupCause(status: DialStatus, leg: Line): string {
  switch (status) {
    case "completed":
      return "normal_clearing";
    case "busy":
      return leg.leg?.result === "declined" ? "call_rejected" : "user_busy";
    case "no-answer":
      return "timeout";
    case "canceled":
      return "originator_cancel";
    case "failed":
      return "unallocated_number";
  }
}
