import type { Line } from "../calls/line.ts";
import { endLine, tellStatus } from "../calls/line-status.ts";
import { openLine } from "../calls/open-line.ts";
import { phoneParty } from "../calls/party.ts";
import { DECLINED, type RingFailure, ringPhone, scriptOf } from "../calls/ring-phone.ts";
import { signal } from "../clock/signal.ts";
import { wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import type { LegRecord } from "../records.ts";
import type { PhoneScript } from "../scripts.ts";
import { callerIdFault, type Target, targetFault } from "./dial-targets.ts";
import { absolute, type Run } from "./run.ts";

/** A phone that came off the hook. */
export interface Pickup {
  line: Line;
  target: Target;
}

/** What ringing came to: the line that was picked up, if any, and every line rung. */
export interface RingResult {
  pickup: Pickup | undefined;
  lines: Line[];
}

/**
 * Rings phones together. The first that comes off the hook, be it a person or a machine, makes the carrier drop
 * the others: https://www.twilio.com/blog/dialing-multiple-numbers-simultaneously-with-twilio-html
 */
export async function ringGroup(
  run: Run,
  dial: Element,
  targets: readonly Target[],
  seconds: number,
): Promise<RingResult> {
  const { clock } = run.exchange;
  const pickedUp = signal<Pickup>();
  const allEnded = signal<void>();
  const cancels = new Map<Line, () => void>();
  const lines: Line[] = [];
  const fail = (line: Line, failure: RingFailure) => {
    line.ringing = undefined;
    cancels.get(line)?.();
    cancels.delete(line);
    if (line.leg) line.leg.result = failure.why;
    endLine(run.exchange, line, failure.status);
    if (lines.length === targets.length && lines.every((one) => one.endedAt !== undefined)) allEnded.fire();
  };
  for (const target of targets) {
    const script = scriptOf(run.exchange, target.to);
    const line = openLeg(run, dial, target, script);
    lines.push(line);
    tellStatus(run.exchange, line, "initiated");
    const fault = targetFault(run, target.to) ?? callerIdFault(run, dial, line.from);
    if (fault !== undefined) {
      run.line.log.error(`leg to ${target.to} failed: ${fault}`);
      fail(line, { status: "failed", why: fault });
      continue;
    }
    const cancel = ringPhone(clock, script, {
      ringing: () => startRinging(run, line),
      pickedUp: () => pickedUp.fire({ line, target }),
      failed: (failure) => fail(line, failure),
    });
    cancels.set(line, cancel);
    line.ringing = {
      pickUp: () => pickedUp.fire({ line, target }),
      decline: () => fail(line, DECLINED),
    };
    // The REST API may end a leg that still rings.
    line.stop.on(() => {
      if (cancels.has(line)) fail(line, { status: "canceled", why: "canceled" });
    });
  }
  const why = await wait(clock, seconds, [pickedUp, allEnded, run.line.stop]);
  for (const [line, cancel] of [...cancels]) {
    if (line === pickedUp.value?.line && !run.line.stop.fired) {
      line.ringing = undefined;
      cancel();
      cancels.delete(line);
    } else if (why === "time") fail(line, { status: "no-answer", why: "no answer" });
    else fail(line, { status: "canceled", why: "canceled" });
  }
  const pickup = run.line.stop.fired ? undefined : pickedUp.value;
  if (pickup) takeOffHook(run, pickup.line);
  return { pickup, lines };
}

function openLeg(run: Run, dial: Element, target: Target, script: PhoneScript): Line {
  const { exchange, line: parent } = run;
  const { record, note } = parent.log;
  const callerId = dial.attributes.callerId ?? parent.from;
  if (record.bridges.some((bridge) => bridge.until === undefined)) record.dialedWhileBridged = true;
  if (record.bridges.length > 0) record.dialedAfterBridge = true;
  const leg: LegRecord = {
    to: target.to,
    sid: "",
    status: "initiated",
    startedAt: exchange.clock.now(),
    bridged: false,
    callerId,
    result: "ringing",
  };
  const line = openLine(exchange, {
    from: callerId,
    to: target.to,
    direction: "outbound-dial",
    status: "initiated",
    party: phoneParty(exchange.clock, script),
    log: parent.log,
    parent,
    leg,
    statusCallback: legCallback(run, target.element),
  });
  leg.sid = line.sid;
  record.legs.push(leg);
  note("dials", { to: target.to, callerId, sid: line.sid });
  return line;
}

function legCallback(run: Run, { name, attributes }: Element): Line["statusCallback"] {
  const url = attributes.statusCallback;
  if (url === undefined || name === "Dial") return undefined;
  const method = attributes.statusCallbackMethod?.toUpperCase() === "GET" ? "GET" : "POST";
  const events = (attributes.statusCallbackEvent ?? "completed").split(/\s+/);
  return { url: absolute(run, url), method, events };
}

function startRinging(run: Run, line: Line): void {
  line.status = "ringing";
  if (line.leg) line.leg.status = "ringing";
  line.log.note("rings", { to: line.to });
  tellStatus(run.exchange, line, "ringing");
}

function takeOffHook(run: Run, line: Line): void {
  const now = run.exchange.clock.now();
  line.status = "in-progress";
  line.answeredAt = now;
  if (line.leg) {
    line.leg.status = "in-progress";
    line.leg.answeredAt = now;
    line.leg.result = "answered, not bridged";
  }
  line.log.note("picks up", { to: line.to });
  tellStatus(run.exchange, line, "answered");
  line.party.begin();
}
