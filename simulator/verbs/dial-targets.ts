import type { Element } from "../documents/parse-document.ts";
import { ownedNumber } from "../exchange.ts";
import { numberOf, type Run } from "./run.ts";

/** One phone to ring, with the element that carries its callbacks and screening. */
export interface Target {
  to: string;
  element: Element;
}

const E164 = /^\+[1-9]\d{6,14}$/;
const EMERGENCY = new Set(["911", "933", "112", "999", "000", "110", "119"]);
const MOST_TARGETS = 10;

/** The phones that a Dial rings: its nouns, or its own text. */
export function dialTargets(run: Run, dial: Element): Target[] {
  const { log } = run.line;
  const targets: Target[] = [];
  for (const noun of dial.children) {
    if (noun.name === "Number" || noun.name === "Sip" || noun.name === "Client") {
      targets.push({ to: noun.name === "Client" ? `client:${noun.text}` : noun.text, element: noun });
    } else {
      log.error(`the simulator does not model <Dial><${noun.name}>`);
    }
  }
  if (dial.children.length === 0) targets.push({ to: dial.text, element: dial });
  if (targets.length > MOST_TARGETS) {
    log.violation(`Dial with ${targets.length} targets, most is ${MOST_TARGETS}`, run.url);
  }
  for (const { to } of targets) {
    if (EMERGENCY.has(to.replace(/^\+/, ""))) log.violation(`emergency number ${to} dialled`, run.url);
  }
  return targets.slice(0, MOST_TARGETS);
}

/** Why a target can't be dialled at all, or undefined. */
export function targetFault(run: Run, to: string): string | undefined {
  if (/^(sip|client):/.test(to)) return undefined;
  if (!E164.test(to)) return `13223: ${to || "empty"} is no phone number`;
  if (ownedNumber(run.exchange, to)) return `${to} is a number of this carrier: a loop`;
  return undefined;
}

/** Why the carrier refuses to show this caller id, or undefined. */
export function callerIdFault(run: Run, dial: Element, callerId: string): string | undefined {
  const { exchange, line } = run;
  if (callerId.startsWith("client:") || ownedNumber(exchange, callerId)) return undefined;
  // https://www.twilio.com/docs/api/errors/13214 ; an unusable id of the caller is passed on and then refused.
  if (!E164.test(callerId)) return `13214: caller id "${callerId}" is no phone number`;
  switch (exchange.kind) {
    case "twilio":
      if (callerId === line.from || callerId === line.to) return undefined;
      return `13214: caller id ${callerId} is neither the caller's, the called nor an owned number`;
    case "signalwire":
      return `caller id ${callerId} is not bought or verified`;
    case "telnyx":
      // https://developers.telnyx.com/docs/voice/sip-trunking/features/external-transfers : a foreign caller id
      // needs a Diversion header with a number of ours.
      if (callerId === line.from && dial.attributes.passDiversionHeader === "true") return undefined;
      return `D35: caller id ${callerId} is not verified and no diversion header is passed`;
  }
}

/** Seconds to ring, within the carrier's range. */
export function dialTimeout(run: Run, dial: Element): number {
  const [least, most] = run.exchange.profile.dialTimeout;
  const asked = numberOf(dial, "timeout", 30);
  if (asked < least || asked > most) {
    run.line.log.violation(`Dial@timeout is ${asked}, must be ${least} to ${most}`, run.url);
  }
  const extra = run.exchange.options.dialTimeoutExtraSeconds ?? 0;
  return Math.min(Math.max(asked, least), most) + extra;
}
