import { recordingUrl } from "../calls/recordings.ts";
import { mp3Silence, wavTone } from "./audio.ts";
import { apiDate, json, notFound } from "./respond.ts";
import type { RestCall } from "./rest-call.ts";

// Telnyx' recording links stop working ten minutes after the call.
const TELNYX_LINK_MS = 10 * 60 * 1000;

/** Recordings: fetch as data, .wav or .mp3; delete. https://www.twilio.com/docs/voice/api/recording */
export function recordingsApi(call: RestCall): Response {
  const { exchange, url } = call;
  const [name = "", extension] = (call.path[1] ?? "").split(".", 2);
  const kept = exchange.recordings.get(name);
  if (!kept) return notFound(url.pathname);
  if (call.method === "DELETE") {
    exchange.recordings.delete(name);
    return new Response(null, { status: 204 });
  }
  const readyAt = kept.createdAt + (exchange.options.recordingReadySeconds ?? 0) * 1000;
  if (exchange.clock.now() < readyAt) return notFound(url.pathname);
  const ended = exchange.lines.get(kept.callSid)?.endedAt;
  if (exchange.kind === "telnyx" && ended !== undefined && exchange.clock.now() - ended > TELNYX_LINK_MS) {
    return new Response("Request has expired", { status: 403 });
  }
  if (url.pathname.endsWith(".json")) {
    return json({
      sid: kept.sid,
      account_sid: exchange.options.accountSid,
      call_sid: kept.callSid,
      duration: String(kept.seconds),
      status: "completed",
      channels: 1,
      source: "RecordVerb",
      date_created: apiDate(kept.createdAt),
      media_url: recordingUrl(exchange, kept.sid),
    });
  }
  if (extension === "mp3") return audio(mp3Silence(kept.seconds), "audio/mpeg");
  return audio(wavTone(kept.seconds), "audio/x-wav");
}

function audio(bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(bytes, { headers: { "content-type": type, "content-length": String(bytes.length) } });
}
