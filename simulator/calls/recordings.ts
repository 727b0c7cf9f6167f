import type { Element } from "../documents/parse-document.ts";
import { type Exchange, newSid } from "../exchange.ts";
import { callParams } from "../wire/call-params.ts";
import { sendStatus } from "../wire/status-callbacks.ts";
import type { Line } from "./line.ts";

/** Keeps what was said and tells its sid, length and link. */
export function keepRecording(
  exchange: Exchange,
  line: Line,
  seconds: number,
  log = line.log.record.recordings,
) {
  const sid = newSid(exchange, "RE");
  exchange.recordings.set(sid, { sid, callSid: line.sid, seconds, createdAt: exchange.clock.now() });
  const kept = { sid, seconds, url: recordingUrl(exchange, sid) };
  log.push(kept);
  line.recording = kept;
  return kept;
}

/** Where a recording can be fetched. */
export function recordingUrl(exchange: Exchange, sid: string): string {
  const { apiBase, options, kind } = exchange;
  if (kind === "telnyx") return `${apiBase}/v2/texml/Accounts/${options.accountSid}/Recordings/${sid}.mp3`;
  const prefix = kind === "signalwire" ? "/api/laml" : "";
  return `${apiBase}${prefix}/2010-04-01/Accounts/${options.accountSid}/Recordings/${sid}`;
}

/** Calls recordingStatusCallback, if the element asks for this event. */
export function tellRecording(
  exchange: Exchange,
  line: Line,
  element: Element,
  url: string | undefined,
  event: "in-progress" | "completed" | "absent",
  seconds: number,
  source: "RecordVerb" | "DialVerb" = "RecordVerb",
): void {
  const asked = (element.attributes.recordingStatusCallbackEvent ?? "completed").split(/\s+/);
  if (url === undefined || !asked.includes(event)) return;
  const params: Record<string, string> = {
    AccountSid: exchange.options.accountSid,
    CallSid: line.sid,
    RecordingStatus: event,
    RecordingChannels: exchange.kind === "telnyx" || source === "DialVerb" ? "2" : "1",
    RecordingSource: source,
    RecordingStartTime: new Date(exchange.clock.now() - seconds * 1000).toUTCString(),
  };
  if (event === "completed" && line.recording) {
    params.RecordingSid = line.recording.sid;
    params.RecordingUrl = line.recording.url;
    params.RecordingDuration = String(seconds);
  }
  if (exchange.kind === "telnyx") params.CallSidLegacy = callParams(exchange, line).CallSidLegacy ?? "";
  const method = element.attributes.recordingStatusCallbackMethod?.toUpperCase() === "GET" ? "GET" : "POST";
  sendStatus(exchange, line.log, { kind: "recording", method, url, params, callSid: line.sid });
}
