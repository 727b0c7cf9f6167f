import { answerLine, hear } from "../calls/answer-line.ts";
import { type Waitable, wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import { sendWebhook } from "../wire/send-webhook.ts";
import { absolute, numberOf, ON, type Run, type Verb } from "./run.ts";

// loop="0" means for ever; a simulated hour is not worth more than this many times.
const MOST_LOOPS = 20;
const WORDS_PER_SECOND = 2.5;
const FILE_SECONDS = 3;

/** Say: spoken at about 150 words a minute. */
export const say: Verb = async (run, element) => {
  answerLine(run.exchange, run.line);
  await prompt(run, element, []);
  return ON;
};

export const play: Verb = say;

/** Pause: silence, which does not answer an inbound call. */
export const pause: Verb = async (run, element) => {
  await prompt(run, element, []);
  return ON;
};

/** Plays one Say, Play or Pause until its end, the end of the line, or one of `interrupts`. */
export async function prompt(run: Run, element: Element, interrupts: readonly Waitable[]): Promise<void> {
  const { exchange, line } = run;
  const stops = [line.stop, ...interrupts];
  if (element.name === "Pause") {
    await wait(exchange.clock, numberOf(element, "length", 1), stops);
    return;
  }
  const asked = numberOf(element, "loop", 1);
  const loops = asked === 0 ? MOST_LOOPS : Math.min(asked, MOST_LOOPS);
  const seconds = element.name === "Play" ? await playSeconds(run, element) : saySeconds(element.text);
  if (seconds === undefined) return;
  hear(line, element.name === "Play" ? `[plays ${element.text}]` : element.text);
  await wait(exchange.clock, seconds * loops, stops);
}

function saySeconds(text: string): number {
  return Math.max(1, Math.ceil(text.split(" ").length / WORDS_PER_SECOND));
}

// The carrier fetches the file itself; undefined when there is none to play.
async function playSeconds(run: Run, element: Element): Promise<number | undefined> {
  const { exchange, line } = run;
  if (element.attributes.digits !== undefined) return 1;
  if (exchange.options.fetchMedia === false) return FILE_SECONDS;
  const hook = { kind: "media" as const, method: "GET" as const, params: {}, callSid: line.sid };
  const answer = await sendWebhook(exchange, { ...hook, url: absolute(run, element.text) });
  if (answer.ok && answer.status === 200 && /^audio\//.test(answer.contentType)) return FILE_SECONDS;
  const why = answer.ok ? `${answer.status} ${answer.contentType}` : answer.message;
  line.log.error(`cannot play ${element.text}: ${why}`);
  return undefined;
}
