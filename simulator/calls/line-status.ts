import type { Exchange } from "../exchange.ts";
import { callParams } from "../wire/call-params.ts";
import { sendStatus } from "../wire/status-callbacks.ts";
import type { Line } from "./line.ts";

/** The points of a call that a status callback can tell. */
export type ProgressEvent = "initiated" | "ringing" | "answered" | "completed";

/** Tells one point of a line's life to its status callback, if it has one that asks for it. */
export function tellStatus(exchange: Exchange, line: Line, event: ProgressEvent): void {
  const callback = line.statusCallback;
  const sequence = line.sequence;
  line.sequence += 1;
  if (!callback?.events.includes(event)) return;
  const now = exchange.clock.now();
  const params: Record<string, string> = {
    ...callParams(exchange, line),
    CallbackSource: "call-progress-events",
    SequenceNumber: String(sequence),
    Timestamp: new Date(now).toUTCString().replace("GMT", "+0000"),
  };
  if (event === "completed") {
    params.CallDuration = String(secondsSince(line.answeredAt, now));
    params.Duration = String(Math.ceil(secondsSince(line.answeredAt, now) / 60));
    if (line.recording) {
      params.RecordingUrl = line.recording.url;
      params.RecordingSid = line.recording.sid;
      params.RecordingDuration = String(line.recording.seconds);
    }
  }
  const { url, method } = callback;
  sendStatus(exchange, line.log, { kind: "status", method, url, params, callSid: line.sid });
}

function secondsSince(then: number | undefined, now: number): number {
  return then === undefined ? 0 : Math.round((now - then) / 1000);
}

/** Ends a line for good. Only the first ending counts. */
export function endLine(exchange: Exchange, line: Line, status: Line["status"]): void {
  if (line.endedAt !== undefined) return;
  line.endedAt = exchange.clock.now();
  line.status = status;
  line.party.leave();
  line.stop.fire({ why: "canceled" });
  if (line.leg) {
    line.leg.endedAt = line.endedAt;
    line.leg.status = status;
    line.log.note("leg ended", { to: line.to, status, result: line.leg.result });
  }
  tellStatus(exchange, line, "completed");
}
