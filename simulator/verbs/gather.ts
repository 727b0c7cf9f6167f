import { answerLine } from "../calls/answer-line.ts";
import { signal } from "../clock/signal.ts";
import { wait } from "../clock/wait.ts";
import { prompt } from "./prompts.ts";
import { fetchNext, numberOf, ON, type Verb } from "./run.ts";

/**
 * Gather: prompts while listening, then waits `timeout` seconds after the last key or the end of the prompts.
 * Without input it falls through to the next verb, unless actionOnEmptyResult.
 * https://www.twilio.com/docs/voice/twiml/gather
 */
export const gather: Verb = async (run, element) => {
  const { exchange, line } = run;
  const { attributes } = element;
  answerLine(exchange, line);
  const most = numberOf(element, "numDigits", numberOf(element, "maxDigits", Number.POSITIVE_INFINITY));
  const finishOnKey = attributes.finishOnKey ?? "#";
  const timeout = numberOf(element, "timeout", 5);
  let digits = "";
  let finishedBy = "";
  const done = signal<void>();
  let pressed = signal<void>();
  const firstKey = pressed;
  line.party.listener = (key) => {
    if (finishOnKey.includes(key)) finishedBy = key;
    else digits += key;
    if (finishedBy !== "" || digits.length >= most) done.fire();
    const before = pressed;
    pressed = signal();
    before.fire();
  };
  for (const child of element.children) {
    if (line.stop.fired || firstKey.fired) break;
    await prompt(run, child, [firstKey]);
  }
  let heard: "time" | "signal" = "signal";
  while (heard === "signal" && !done.fired && !line.stop.fired) {
    heard = await wait(exchange.clock, timeout, [line.stop, done, pressed]);
  }
  line.party.listener = undefined;
  if (line.stop.fired) return ON;
  if (digits === "" && attributes.actionOnEmptyResult !== "true") {
    line.log.note("no key pressed", { sid: line.sid });
    return ON;
  }
  line.log.note("keys gathered", { sid: line.sid, digits });
  const params: Record<string, string> = { msg: "Gather End", Digits: digits };
  if (finishedBy !== "") params.FinishedOnKey = finishedBy;
  return fetchNext(run, element, attributes.action ?? run.url, params);
};
