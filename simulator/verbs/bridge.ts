import { answerLine } from "../calls/answer-line.ts";
import { type Line, restart } from "../calls/line.ts";
import { endLine } from "../calls/line-status.ts";
import { signal } from "../clock/signal.ts";
import { wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import type { BridgeRecord } from "../records.ts";
import type { Pickup } from "./ring-group.ts";
import { numberOf, type Run, sourceAt } from "./run.ts";

const LONGEST_SECONDS = 14_400;

/**
 * After a pick-up: the Number's own document runs on the called leg, then the two are connected, unless that
 * document hung up. A document that simply ends connects, whatever was pressed.
 * https://www.twilio.com/docs/voice/twiml/number
 */
export async function screenAndBridge(run: Run, dial: Element, pickup: Pickup): Promise<boolean> {
  const { exchange, line: parent } = run;
  const { line: child } = pickup;
  const unlink = parent.stop.on(() => child.stop.fire({ why: "canceled" }));
  const url = pickup.target.element.name === "Dial" ? undefined : pickup.target.element.attributes.url;
  let passes = true;
  if (url !== undefined) {
    const ending = await run.runLine(child, sourceAt(run, pickup.target.element, url, {}, false));
    passes = ending === "documentEnded";
  }
  const bridged = passes && !child.stop.fired && !parent.stop.fired;
  if (bridged) await bridge(run, dial, child);
  unlink();
  if (child.leg && !bridged && child.stop.value?.why === "hungUp") child.leg.result = "hung up, not bridged";
  const reason = child.stop.value;
  if (bridged && reason?.why === "redirected" && child.endedAt === undefined) {
    // The REST API gave the called leg a document of its own: it outlives the Dial.
    restart(child);
    exchange.work.track(run.runLine(child, reason.source).then(() => endLine(exchange, child, "completed")));
  } else {
    endLine(exchange, child, "completed");
  }
  return bridged;
}

async function bridge(run: Run, dial: Element, child: Line): Promise<void> {
  const { exchange, line: parent } = run;
  const { clock } = exchange;
  const { record } = parent.log;
  answerLine(exchange, parent);
  if (child.leg) {
    child.leg.bridged = true;
    child.leg.result = "bridged";
  }
  const entry: BridgeRecord = { to: child.to, from: clock.now() };
  record.bridges.push(entry);
  record.connectedTo = child.to;
  parent.log.note("connected", { to: child.to });
  const star = signal<void>();
  if (dial.attributes.hangupOnStar === "true") {
    parent.party.listener = (key) => {
      if (key === "*") star.fire();
    };
  }
  parent.party.connect();
  child.party.connect();
  const limit = numberOf(dial, "timeLimit", LONGEST_SECONDS);
  await wait(clock, limit, [parent.stop, child.stop, star]);
  parent.party.listener = undefined;
  entry.until = clock.now();
  parent.log.note("disconnected", { to: child.to, seconds: Math.round((entry.until - entry.from) / 1000) });
}
