import { randomUUID } from "node:crypto";
import type { CallLog } from "../calls/call-log.ts";
import type { Exchange } from "../exchange.ts";
import type { Hook } from "./build-request.ts";
import { sendWebhook } from "./send-webhook.ts";

/** True with the given chance. */
export function chance(exchange: Exchange, of: number | undefined): boolean {
  return of !== undefined && of > 0 && exchange.random() < of;
}

// How long an overtaken callback waits at most for another one to pass it.
const OVERTAKEN_SECONDS = 20;

/** Sends a status callback in its turn, or late, overtaken, twice or never, as the misbehaviour says. */
export function sendStatus(exchange: Exchange, log: CallLog, hook: Hook): void {
  const { misbehave = {} } = exchange.options;
  const { clock, work } = exchange;
  if (chance(exchange, misbehave.drop)) return;
  const token = randomUUID();
  const deliver = () => deliverOnce(exchange, log, hook, token);
  if (misbehave.delay && chance(exchange, misbehave.delay.chance)) {
    const seconds = exchange.random() * misbehave.delay.upToSeconds;
    work.track(clock.sleep(seconds * 1000).then(deliver));
    return;
  }
  if (chance(exchange, misbehave.reorder)) {
    work.track(
      new Promise<void>((resolve) => {
        const cancel = clock.setTimer(OVERTAKEN_SECONDS * 1000, resolve);
        exchange.overtaken.push(() => {
          cancel();
          resolve();
        });
      }).then(deliver),
    );
    return;
  }
  log.callbacks = work.track(
    log.callbacks.then(deliver).then(() => {
      for (const follow of exchange.overtaken.splice(0)) follow();
    }),
  );
}

async function deliverOnce(exchange: Exchange, log: CallLog, hook: Hook, token: string): Promise<void> {
  const answer = await sendWebhook(exchange, hook, { token, duplicate: false });
  if (!answer.ok) log.error(`status callback: ${answer.message}`);
  else if (answer.status >= 300) log.error(`status callback answered ${answer.status}`);
  // https://www.twilio.com/docs/api/errors/15003 : 204, or 200 with XML.
  else if (answer.body !== "" && !/^(text|application)\/xml/.test(answer.contentType)) {
    log.violation(`15003: a status callback is answered by 204 or XML, not ${answer.contentType}`, hook.url);
  }
  if (chance(exchange, exchange.options.misbehave?.duplicate)) {
    await sendWebhook(exchange, hook, { token, duplicate: true });
  }
}
