import { answerLine } from "../calls/answer-line.ts";
import type { Line } from "../calls/line.ts";
import { keepRecording, tellRecording } from "../calls/recordings.ts";
import { signal } from "../clock/signal.ts";
import { wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import { goneActionWanted, requestUnheard } from "./gone-action.ts";
import { absolute, fetchNext, numberOf, ON, type Run, sourceAt, type Verb } from "./run.ts";

/**
 * Record: a message after the beep. Silence leaves no recording and falls through; without an action Twilio and
 * SignalWire request the same document again, for ever, which is reported instead of done.
 * https://www.twilio.com/docs/voice/twiml/record
 */
export const record: Verb = async (run, element) => {
  const { exchange, line } = run;
  const callback = element.attributes.recordingStatusCallback;
  const callbackUrl = callback === undefined ? undefined : absolute(run, callback);
  answerLine(exchange, line);
  line.log.note("beep", { sid: line.sid });
  tellRecording(exchange, line, element, callbackUrl, "in-progress", 0);
  const { spoken, lasted, key } = await listen(run, element);
  const telnyx = exchange.kind === "telnyx";
  // Telnyx does not trim silence; the others do by default, and cut what holds no speech.
  const trims = !telnyx && element.attributes.trim !== "do-not-trim";
  const seconds = Math.floor(trims ? spoken : lasted);
  const exists = telnyx ? seconds >= 1 : spoken >= 1;
  if (!exists) {
    line.log.note("nothing recorded", { sid: line.sid });
    tellRecording(exchange, line, element, callbackUrl, "absent", 0);
    return ON;
  }
  const kept = keepRecording(exchange, line, seconds);
  line.log.note("message recorded", { sid: line.sid, seconds, recording: kept.sid });
  tellRecording(exchange, line, element, callbackUrl, "completed", seconds);
  const params = {
    RecordingUrl: kept.url,
    RecordingSid: kept.sid,
    RecordingDuration: String(seconds),
    Digits: line.stop.fired ? "hangup" : key,
  };
  const { action } = element.attributes;
  if (line.stop.fired) {
    if (action !== undefined && line.stop.value?.why === "hungUp" && goneActionWanted(exchange)) {
      await requestUnheard(
        exchange,
        line,
        sourceAt(run, element, action, { ...params, CallStatus: "completed" }),
      );
    }
    return ON;
  }
  if (action !== undefined) return fetchNext(run, element, action, params);
  if (telnyx) return ON;
  line.log.violation("endless loop: Record without action requests its own document again", run.url);
  return { go: "end", ending: "hungUp" };
};

async function listen(run: Run, element: Element): Promise<{ spoken: number; lasted: number; key: string }> {
  const { clock, profile } = run.exchange;
  const { line } = run;
  const most = numberOf(element, "maxLength", 3600) || 3600;
  const silence = numberOf(element, "timeout", profile.recordSilence);
  const finishKeys = element.attributes.finishOnKey ?? "1234567890*#";
  const started = clock.now();
  const elapsed = () => (clock.now() - started) / 1000;
  const finished = signal<string>();
  line.party.listener = (key) => {
    if (finishKeys.includes(key)) finished.fire(key);
  };
  const stops = [line.stop, finished];
  const { message } = line.party;
  await wait(clock, Math.min(message.seconds, most), stops);
  const spoken = elapsed();
  if (spoken < most && !line.stop.fired && !finished.fired) {
    afterSpeech(line, finishKeys, (key) => finished.fire(key));
    const left = most - spoken;
    await wait(clock, silence > 0 ? Math.min(silence, left) : left, stops);
  }
  line.party.listener = undefined;
  return { spoken: message.seconds === 0 ? 0 : spoken, lasted: elapsed(), key: finished.value ?? "" };
}

function afterSpeech(line: Line, finishKeys: string, press: (key: string) => void): void {
  const { message } = line.party;
  if (message.seconds === 0) return;
  if (message.afterwards === "hangsUp") line.party.hangUp();
  else if (message.afterwards === "pressesKey" && finishKeys !== "") {
    press(finishKeys.includes("#") ? "#" : finishKeys.slice(0, 1));
  }
}
