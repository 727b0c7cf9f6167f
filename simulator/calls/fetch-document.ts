import { randomUUID } from "node:crypto";
import { type Element, parseDocument } from "../documents/parse-document.ts";
import { validateDocument } from "../documents/validate-document.ts";
import type { Exchange } from "../exchange.ts";
import { callParams } from "../wire/call-params.ts";
import { type Answer, sendWebhook } from "../wire/send-webhook.ts";
import { chance } from "../wire/status-callbacks.ts";
import type { Line, Source } from "./line.ts";

/** A document ready to run, or the carrier's error code and why there is none. */
export type Fetched =
  | { ok: true; root: Element; url: string }
  | { ok: false; code: string; message: string; url: string };

const MOST_REDIRECTS = 3;

/** Gets, checks and parses the next document of a line. */
export async function fetchDocument(exchange: Exchange, line: Line, source: Source): Promise<Fetched> {
  if (source.from === "text") return readDocument(exchange, line, source.xml, "about:twiml");
  const params = { ...callParams(exchange, line), ...source.params };
  line.log.note("requests a document", { url: source.url, sid: line.sid });
  // A repeated request carries the same idempotency token, which is how a receiver can know it.
  const token = randomUUID();
  repeatSometimes(exchange, line, source, params, token);
  let hook = { kind: "document" as const, method: source.method, url: source.url, params, callSid: line.sid };
  let answer = await sendWebhook(exchange, hook, { token, duplicate: false });
  for (let hop = 0; answer.ok && isRedirect(answer) && hop < MOST_REDIRECTS; hop += 1) {
    // The redirected request is a GET without the form, so it loses every parameter: twilio.com error 16010.
    const url = new URL(answer.location ?? "", hook.url).toString();
    line.log.error(`redirected by ${answer.status}, parameters lost`);
    hook = { ...hook, method: "GET", url, params: {} };
    answer = await sendWebhook(exchange, hook);
  }
  if (!answer.ok) {
    const code = answer.failure === "timeout" ? "11200" : "11205";
    return { ok: false, code, message: answer.message, url: hook.url };
  }
  if (answer.status < 200 || answer.status > 299) {
    return { ok: false, code: "11200", message: `answered ${answer.status}`, url: hook.url };
  }
  if (!/^(text|application)\/xml\b/i.test(answer.contentType)) {
    const message = `content type ${answer.contentType || "missing"}, not XML`;
    line.log.violation(message, hook.url);
    return { ok: false, code: "12300", message, url: hook.url };
  }
  return readDocument(exchange, line, answer.body, hook.url);
}

function isRedirect(answer: Answer & { ok: true }): boolean {
  return answer.status >= 300 && answer.status < 400 && answer.location !== null;
}

// Actions may come twice, at once or a little later; the call goes on with the first answer.
function repeatSometimes(
  exchange: Exchange,
  line: Line,
  source: Source,
  params: Record<string, string>,
  token: string,
): void {
  if (source.from !== "url" || !source.isAction) return;
  if (!chance(exchange, exchange.options.misbehave?.duplicate)) return;
  const seconds = exchange.random() < 0.5 ? 0 : exchange.random() * 5;
  const hook = {
    kind: "document" as const,
    method: source.method,
    url: source.url,
    params,
    callSid: line.sid,
  };
  const again = exchange.clock
    .sleep(seconds * 1000)
    .then(() => sendWebhook(exchange, hook, { token, duplicate: true }));
  exchange.work.track(again);
}

function readDocument(exchange: Exchange, line: Line, xml: string, url: string): Fetched {
  const { log } = line;
  log.record.documents.push({ url, xml, at: exchange.clock.now() });
  const bytes = Buffer.byteLength(xml, "utf8");
  if (bytes > exchange.profile.maxDocumentBytes) {
    const message = `document of ${bytes} bytes, most is ${exchange.profile.maxDocumentBytes}`;
    log.violation(message, url);
    return { ok: false, code: "11750", message, url };
  }
  if (exchange.profile.expandsMustache && xml.includes("{{")) {
    log.violation("mustache: {{ in a document is expanded by this carrier", url);
  }
  const root = parseDocument(xml);
  if ("error" in root) {
    log.violation(`not well-formed: ${root.error}`, url);
    return { ok: false, code: "12100", message: root.error, url };
  }
  for (const finding of validateDocument(root, exchange.kind)) log.violation(finding, url);
  if (root.name !== "Response") {
    return { ok: false, code: "12100", message: `root element <${root.name}>`, url };
  }
  return { ok: true, root, url };
}
