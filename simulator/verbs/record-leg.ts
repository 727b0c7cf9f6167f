import { keepRecording, tellRecording } from "../calls/recordings.ts";
import type { Element } from "../documents/parse-document.ts";
import { absolute, type Run } from "./run.ts";

/**
 * From the answer of the leg on, whether the two are connected or a machine picked up; told when the leg is over.
 * https://www.twilio.com/docs/voice/twiml/dial#record
 */
export function recordLeg(run: Run, element: Element, seconds: number): void {
  const { record = "do-not-record", recordingStatusCallback: callback } = element.attributes;
  if (!record.startsWith("record-from")) return;
  const { exchange, line } = run;
  const whole = Math.floor(seconds);
  const kept = keepRecording(exchange, line, whole, line.log.record.talks);
  line.log.note("leg recorded", { sid: line.sid, seconds: whole, recording: kept.sid });
  const url = callback === undefined ? undefined : absolute(run, callback);
  tellRecording(exchange, line, element, url, "completed", whole, "DialVerb");
}
