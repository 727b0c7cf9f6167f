import { answerLine } from "../calls/answer-line.ts";
import { fetchDocument } from "../calls/fetch-document.ts";
import type { Source } from "../calls/line.ts";
import { joinQueue, leaveQueue, openQueue, type Queue, type Waiter } from "../calls/queue.ts";
import { wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import { newSid } from "../exchange.ts";
import { goneActionWanted, requestUnheard } from "./gone-action.ts";
import { prompt } from "./prompts.ts";
import { fetchNext, ON, type Run, sourceAt, type Verb } from "./run.ts";

/** A caller who hears more documents than this waits in circles. */
const MOST_ROUNDS = 500;
const WAITING_SECONDS = 14_400;

/**
 * Enqueue: the line waits, hearing what waitUrl says, until somebody dials the queue, a Leave, or the end of the line;
 * then the action is requested, after a talk only when that is over. A wait document that ends is asked for again.
 * https://www.twilio.com/docs/voice/twiml/enqueue
 */
export const enqueue: Verb = async (run, element) => {
  const { exchange, line } = run;
  answerLine(exchange, line);
  const queue = queueOf(run, element.text);
  const waiter = joinQueue(queue, line, exchange.clock.now());
  line.log.note("waits in a queue", { name: queue.name });
  const left = await waitInQueue(run, element, queue, waiter);
  leaveQueue(queue, waiter);
  if (waiter.taken.fired) await wait(exchange.clock, WAITING_SECONDS, [line.stop, waiter.over]);
  const result = waiter.taken.fired ? "bridged" : line.stop.fired ? "hangup" : left;
  line.log.note("leaves the queue", { name: queue.name, result });
  const { action } = element.attributes;
  const params = {
    QueueResult: result,
    QueueSid: queue.sid,
    QueueTime: String(Math.round((exchange.clock.now() - waiter.since) / 1000)),
  };
  if (line.stop.fired) {
    if (action !== undefined && line.stop.value?.why === "hungUp" && goneActionWanted(exchange)) {
      const source = sourceAt(run, element, action, { ...params, CallStatus: "completed" });
      await requestUnheard(exchange, line, source);
    }
    return ON;
  }
  if (left === "hangUp") return { go: "end", ending: "hungUp" };
  return action === undefined ? ON : fetchNext(run, element, action, params);
};

function queueOf({ exchange }: Run, name: string): Queue {
  const queue = exchange.queues.get(name) ?? openQueue(newSid(exchange, "QU"), name);
  exchange.queues.set(name, queue);
  return queue;
}

async function waitInQueue(
  run: Run,
  element: Element,
  queue: Queue,
  waiter: Waiter,
): Promise<"leave" | "hangUp" | "error"> {
  const { exchange, line } = run;
  const { waitUrl, waitUrlMethod } = element.attributes;
  if (waitUrl === undefined) {
    await wait(exchange.clock, WAITING_SECONDS, [line.stop, waiter.taken]);
    return "leave";
  }
  const asked = (url: string): Source => ({
    from: "url",
    url,
    method: waitUrlMethod?.toUpperCase() === "GET" ? "GET" : "POST",
    params: {
      QueueSid: queue.sid,
      QueuePosition: String(queue.waiting.indexOf(waiter) + 1),
      QueueTime: String(Math.round((exchange.clock.now() - waiter.since) / 1000)),
      AvgQueueTime: "0",
      CurrentQueueSize: String(queue.waiting.length),
    },
    isAction: false,
  });
  const first = new URL(waitUrl, run.url).toString();
  let url = first;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const fetched = await fetchDocument(exchange, line, asked(url));
    if (line.stop.fired || waiter.taken.fired) return "leave";
    if (!fetched.ok) {
      line.log.error(`waitUrl: ${fetched.message}`);
      return "error";
    }
    url = first;
    for (const verb of fetched.root.children) {
      if (verb.name === "Leave") return "leave";
      if (verb.name === "Hangup") return "hangUp";
      if (verb.name === "Redirect") {
        url = new URL(verb.text, fetched.url).toString();
        break;
      }
      if (!["Play", "Say", "Pause"].includes(verb.name))
        line.log.violation(`<${verb.name}> is not modelled in a wait document`, fetched.url);
      else await prompt({ ...run, url: fetched.url }, verb, [waiter.taken]);
      if (line.stop.fired || waiter.taken.fired) return "leave";
    }
  }
  line.log.violation(`more than ${MOST_ROUNDS} wait documents in one queue`, url);
  return "error";
}
