import { answerLine } from "../calls/answer-line.ts";
import type { Waiter } from "../calls/queue.ts";
import { wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import type { BridgeRecord } from "../records.ts";
import { recordLeg } from "./record-leg.ts";
import { fetchNext, type Next, numberOf, ON, type Run } from "./run.ts";

const LONGEST_SECONDS = 14_400;

/**
 * Dial's Queue: takes the first who waits there, and the two talk. An empty queue is waited at until the timeout; one
 * that does not exist is an error. https://www.twilio.com/docs/voice/twiml/queue
 */
export async function dialQueue(run: Run, dial: Element, noun: Element): Promise<Next> {
  const { exchange, line } = run;
  answerLine(exchange, line);
  const queue = exchange.queues.get(noun.text);
  const waiter = queue?.waiting.find(({ taken }) => !taken.fired);
  if (noun.attributes.url !== undefined) line.log.error("the simulator does not model Queue@url");
  const began = exchange.clock.now();
  if (waiter !== undefined) {
    await talk(run, dial, waiter);
    recordLeg(run, dial, (exchange.clock.now() - began) / 1000);
  } else if (queue !== undefined) await wait(exchange.clock, numberOf(dial, "timeout", 30), [line.stop]);
  const { action } = dial.attributes;
  if (line.stop.fired || action === undefined) return ON;
  const status = waiter !== undefined ? "completed" : queue === undefined ? "failed" : "no-answer";
  const params: Record<string, string> = { DialCallStatus: status };
  if (exchange.profile.tellsBridged) params.DialBridged = String(waiter !== undefined);
  return fetchNext(run, dial, action, params);
}

async function talk({ exchange, line }: Run, dial: Element, waiter: Waiter): Promise<void> {
  const { clock } = exchange;
  const { record, note } = waiter.line.log;
  const entry: BridgeRecord = { to: line.to, from: clock.now() };
  record.bridges.push(entry);
  record.connectedTo = line.to;
  note("connected", { to: line.to });
  line.log.note("connected", { to: waiter.line.from });
  waiter.taken.fire(line);
  line.party.connect();
  waiter.line.party.connect();
  await wait(clock, numberOf(dial, "timeLimit", LONGEST_SECONDS), [line.stop, waiter.line.stop]);
  entry.until = clock.now();
  note("disconnected", { to: line.to, seconds: Math.round((entry.until - entry.from) / 1000) });
  waiter.over.fire();
}
