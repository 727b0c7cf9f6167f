import { signal } from "../clock/signal.ts";
import { wait } from "../clock/wait.ts";
import { type Exchange, newSid } from "../exchange.ts";
import type { PhoneScript } from "../scripts.ts";
import { openCallLog } from "./call-log.ts";
import type { Line, Source } from "./line.ts";
import { tellStatus } from "./line-status.ts";
import { openLine } from "./open-line.ts";
import { phoneParty } from "./party.ts";
import { endInAnyCase } from "./place-call.ts";
import { DECLINED, type RingFailure, ringPhone, scriptOf } from "./ring-phone.ts";
import { runLine } from "./run-line.ts";

/** A call that the product asks for by the REST API; `timeout` in seconds of ringing. */
export interface OutboundCall {
  from: string;
  to: string;
  source: Source;
  fallbackUrl: string;
  timeout: number;
  statusCallback: Line["statusCallback"];
}

/** Rings a virtual phone and runs the document on it when it picks up. Gives the line at once. */
export function placeOutbound(exchange: Exchange, call: OutboundCall): Line {
  const { clock } = exchange;
  const { from, to, fallbackUrl, statusCallback } = call;
  const script = scriptOf(exchange, to);
  const facts = {
    sid: newSid(exchange, "CA"),
    from,
    to,
    direction: "outbound-api" as const,
    status: "queued" as const,
  };
  const log = openCallLog(clock, exchange.violations, facts);
  exchange.calls.push(log.record);
  const line = openLine(exchange, {
    ...facts,
    party: phoneParty(clock, script),
    log,
    fallbackUrl,
    statusCallback,
  });
  log.note("call placed", { from, to });
  // A moment later, so that the product has the sid before the first webhook about it.
  const live = clock.sleep(100).then(async () => {
    await endInAnyCase(exchange, line, () => ringAndRun(exchange, line, call, script));
  });
  exchange.work.track(live);
  return line;
}

async function ringAndRun(
  exchange: Exchange,
  line: Line,
  call: OutboundCall,
  script: PhoneScript,
): Promise<Line["status"]> {
  if (line.stop.fired) return "canceled";
  line.status = "initiated";
  tellStatus(exchange, line, "initiated");
  const pickedUp = signal<void>();
  const failed = signal<RingFailure>();
  const cancel = ringPhone(exchange.clock, script, {
    ringing() {
      line.status = "ringing";
      line.log.note("rings", { to: line.to });
      tellStatus(exchange, line, "ringing");
    },
    pickedUp: () => pickedUp.fire(),
    failed: (failure) => failed.fire(failure),
  });
  line.ringing = { pickUp: () => pickedUp.fire(), decline: () => failed.fire(DECLINED) };
  const why = await wait(exchange.clock, call.timeout, [pickedUp, failed, line.stop]);
  cancel();
  line.ringing = undefined;
  if (why === "time") return "no-answer";
  if (line.stop.fired) return "canceled";
  if (failed.value) return failed.value.status;
  line.status = "in-progress";
  line.log.record.status = "in-progress";
  line.answeredAt = exchange.clock.now();
  line.log.note("picks up", { to: line.to });
  tellStatus(exchange, line, "answered");
  line.party.begin();
  await runLine(exchange, line, call.source);
  return "completed";
}
