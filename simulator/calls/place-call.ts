import { type Exchange, newSid, type OwnedNumber, ownedNumber } from "../exchange.ts";
import type { SimulatedCall } from "../records.ts";
import type { CallerScript } from "../scripts.ts";
import type { Ending } from "../verbs/run.ts";
import { arrivalParams } from "../wire/call-params.ts";
import { hear } from "./answer-line.ts";
import { openCallLog } from "./call-log.ts";
import type { Line } from "./line.ts";
import { endLine } from "./line-status.ts";
import { openLine } from "./open-line.ts";
import { callerParty } from "./party.ts";
import { runLine } from "./run-line.ts";

/** Someone calls a number of the carrier. */
export interface InboundCall {
  from: string;
  to: string;
  caller?: CallerScript;
  /** Further webhook params, e.g. ForwardedFrom, CallerName, StirVerstat. */
  extra?: Record<string, string>;
}

/** Places an inbound call; it runs by itself from here. */
export function placeCall(
  exchange: Exchange,
  { from, to, caller = {}, extra = {} }: InboundCall,
): SimulatedCall {
  const { clock } = exchange;
  const sid = newSid(exchange, "CA");
  const facts = { sid, from, to, direction: "inbound" as const, status: "ringing" as const };
  const log = openCallLog(clock, exchange.violations, facts);
  exchange.calls.push(log.record);
  const number = ownedNumber(exchange, to);
  const line = openLine(exchange, {
    ...facts,
    party: callerParty(clock, caller),
    log,
    extra: { ...arrivalParams(exchange, sid, from), ...extra },
    fallbackUrl: number?.voiceFallbackUrl ?? "",
    statusCallback: number?.statusCallback
      ? { url: number.statusCallback, method: "POST", events: ["completed"] }
      : undefined,
  });
  log.note("call arrives", { from, to });
  line.party.begin();
  exchange.work.track(endInAnyCase(exchange, line, () => live(exchange, line, number)));
  return log.record;
}

async function live(
  exchange: Exchange,
  line: Line,
  number: OwnedNumber | undefined,
): Promise<Line["status"]> {
  if (number?.voiceUrl) {
    const { voiceUrl: url, voiceMethod: method } = number;
    const first = { from: "url" as const, url, method, params: {}, isAction: false };
    return finalStatus(exchange, line, await runLine(exchange, line, first));
  }
  line.log.error(number ? "the number has no voice URL" : `${line.to} is no number of this carrier`);
  hear(line, "The number you have dialled is not in service.");
  return "failed";
}

export function finalStatus(exchange: Exchange, line: Line, ending: Ending): Line["status"] {
  if (ending === "rejected") return line.status;
  if (ending === "failed" && line.answeredAt === undefined) return "failed";
  if (line.answeredAt === undefined && line.party.hungUp.fired) {
    return exchange.options.unansweredCallerGone ?? "completed";
  }
  return "completed";
}

/**
 * Runs a call's life and ends it, tells its status callback, and closes its record when the punctual callbacks are
 * answered. A defect of the simulator ends the call as failed, so that nobody waits for ever, and is thrown on.
 */
export async function endInAnyCase(
  exchange: Exchange,
  line: Line,
  life: () => Promise<Line["status"]>,
): Promise<void> {
  let status: Line["status"] = "failed";
  try {
    status = await life();
  } catch (cause) {
    line.log.error(`defect of the simulator: ${cause instanceof Error ? cause.stack : String(cause)}`);
    throw cause;
  } finally {
    line.log.record.status = status;
    endLine(exchange, line, status);
    line.log.note("call ended", { status });
    await line.log.callbacks;
    line.log.finish();
  }
}
