import { randomUUID } from "node:crypto";
import type { Exchange } from "../exchange.ts";
import type { RequestRecord } from "../records.ts";
import { buildRequest, type Hook } from "./build-request.ts";

/** What came back, or why nothing did. */
export type Answer =
  | {
      ok: true;
      status: number;
      contentType: string;
      location: string | null;
      body: string;
      bytes: Uint8Array;
    }
  | { ok: false; failure: "timeout" | "connect"; message: string };

/** Sends a webhook as the carrier would: signed, within its deadline, with its one retry after a failed connection. */
export async function sendWebhook(
  exchange: Exchange,
  hook: Hook,
  { token, duplicate }: { token: string; duplicate: boolean } = { token: randomUUID(), duplicate: false },
): Promise<Answer> {
  const first = await attempt(exchange, hook, token, duplicate);
  if (first.ok || first.failure !== "connect" || !exchange.profile.retriesConnect) return first;
  return attempt(exchange, hook, token, true);
}

async function attempt(exchange: Exchange, hook: Hook, token: string, duplicate: boolean): Promise<Answer> {
  const { clock, options, profile } = exchange;
  const record = startRecord(exchange, hook, duplicate);
  const release = clock.hold();
  const started = performance.now();
  let answer: Answer;
  try {
    answer = await withDeadline(profile.answerDeadline * 1000, () => {
      const wire = buildRequest(exchange, hook, token);
      record.headers = wire.headers;
      const init = { method: hook.method, headers: wire.headers, redirect: "manual" as const };
      const request = new Request(wire.url, wire.body === undefined ? init : { ...init, body: wire.body });
      return receive((options.send ?? fetch)(request));
    });
  } finally {
    record.ms = performance.now() - started;
    release();
  }
  const taken = options.answerSeconds?.(hook.url, hook.params) ?? 0;
  if (taken > 0) await clock.sleep(Math.min(taken, profile.answerDeadline) * 1000);
  if (taken >= profile.answerDeadline) answer = timeout(profile.answerDeadline);
  if (answer.ok) {
    record.status = answer.status;
    record.body = answer.body;
  } else {
    record.failure = answer.message;
  }
  return answer;
}

function startRecord(exchange: Exchange, hook: Hook, duplicate: boolean): RequestRecord {
  const record: RequestRecord = {
    at: exchange.clock.now(),
    kind: hook.kind,
    method: hook.method,
    url: hook.url,
    params: hook.params,
    headers: {},
    ms: 0,
    duplicate,
  };
  if (hook.callSid !== undefined) record.callSid = hook.callSid;
  exchange.requests.push(record);
  return record;
}

async function receive(sent: Promise<Response>): Promise<Answer> {
  try {
    const response = await sent;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      ok: true,
      status: response.status,
      contentType: response.headers.get("content-type") ?? "",
      location: response.headers.get("location"),
      body: new TextDecoder().decode(bytes),
      bytes,
    };
  } catch (cause) {
    return { ok: false, failure: "connect", message: cause instanceof Error ? cause.message : String(cause) };
  }
}

// Real time also under a virtual clock: a product that never answers must not stop the test for ever.
async function withDeadline(ms: number, work: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(timeout(ms / 1000)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (cause) {
    return { ok: false, failure: "connect", message: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    clearTimeout(timer);
  }
}

function timeout(seconds: number): Answer {
  return { ok: false, failure: "timeout", message: `no answer within ${seconds} s` };
}
