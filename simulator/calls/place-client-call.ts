import { type Exchange, newSid } from "../exchange.ts";
import type { SimulatedCall } from "../records.ts";
import type { CallerScript } from "../scripts.ts";
import { readAccessToken } from "../wire/read-access-token.ts";
import { openCallLog } from "./call-log.ts";
import { openLine } from "./open-line.ts";
import { callerParty } from "./party.ts";
import { endInAnyCase, finalStatus } from "./place-call.ts";
import { runLine } from "./run-line.ts";

/** A browser calls with the carrier's voice SDK. */
export interface ClientCall {
  token: string;
  /** What it says besides: each becomes a param of the webhook. */
  params: Record<string, string>;
  caller?: CallerScript;
}

/**
 * Takes a browser's call, where its token is good: the application's voice URL is asked what to do with it, as for a call
 * that comes in, from `client:<identity>` and to nobody. https://www.twilio.com/docs/voice/twiml/client#how-twilio-passes
 */
export function placeClientCall(
  exchange: Exchange,
  { token, params, caller = {} }: ClientCall,
): SimulatedCall {
  const { clock, options } = exchange;
  const { application, accountSid } = options;
  const verdict =
    application === undefined
      ? ({ ok: false, code: "31005", message: "this carrier takes no calls from browsers" } as const)
      : readAccessToken(token, { accountSid, application, now: clock.now() });
  const from = verdict.ok ? `client:${verdict.identity}` : "client:";
  const facts = {
    sid: newSid(exchange, "CA"),
    from,
    to: "",
    direction: "inbound" as const,
    status: "ringing" as const,
  };
  const log = openCallLog(clock, exchange.violations, facts);
  exchange.calls.push(log.record);
  const line = openLine(exchange, {
    ...facts,
    party: callerParty(clock, caller),
    log,
    extra: { ApplicationSid: application?.sid ?? "", ...params },
    statusCallback: application?.statusCallback
      ? { url: application.statusCallback, method: "POST", events: ["completed"] }
      : undefined,
  });
  log.note("a browser calls", { from });
  line.party.begin();
  const life = async () => {
    if (!verdict.ok || application === undefined) {
      log.error(verdict.ok ? "no application" : `${verdict.code}: ${verdict.message}`);
      line.statusCallback = undefined;
      return "failed" as const;
    }
    const first = {
      from: "url" as const,
      url: application.voiceUrl,
      method: "POST" as const,
      params: {},
      isAction: false,
    };
    return finalStatus(exchange, line, await runLine(exchange, line, first));
  };
  exchange.work.track(endInAnyCase(exchange, line, life));
  return log.record;
}
