import { recordingUrl } from "../calls/recordings.ts";
import type { Exchange, StoredRecording } from "../exchange.ts";
import { mp3Silence, wavTone } from "./audio.ts";
import { apiDate, json, notFound, page } from "./respond.ts";
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
  const signedAt = Number(url.searchParams.get("signed") ?? Number.NaN);
  const ended = Number.isNaN(signedAt) ? exchange.lines.get(kept.callSid)?.endedAt : signedAt;
  if (exchange.kind === "telnyx" && ended !== undefined && exchange.clock.now() - ended > TELNYX_LINK_MS) {
    return new Response("Request has expired", { status: 403 });
  }
  if (url.pathname.endsWith(".json")) {
    return json(present(exchange, kept));
  }
  if (extension === "mp3") return audio(mp3Silence(kept.seconds), "audio/mpeg");
  return audio(wavTone(kept.seconds), "audio/x-wav");
}

/** The recordings of one call, the newest first. https://www.twilio.com/docs/voice/api/recording */
export function callRecordings({ exchange, url, path }: RestCall): Response {
  const callSid = decodeURIComponent(path[1] ?? "");
  const kept = [...exchange.recordings.values()].filter((one) => one.callSid === callSid).toReversed();
  return page(
    "recordings",
    kept.map((one) => present(exchange, one)),
    url,
  );
}

function present(exchange: Exchange, kept: StoredRecording) {
  const link = recordingUrl(exchange, kept.sid);
  return {
    sid: kept.sid,
    account_sid: exchange.options.accountSid,
    call_sid: kept.callSid,
    duration: String(kept.seconds),
    status: "completed",
    channels: 1,
    source: "RecordVerb",
    date_created: apiDate(kept.createdAt),
    // Telnyx signs a link anew each time that it is asked.
    media_url: exchange.kind === "telnyx" ? `${link}?signed=${exchange.clock.now()}` : link,
  };
}

function audio(bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(bytes, { headers: { "content-type": type, "content-length": String(bytes.length) } });
}
