import { lookup } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { bareHost, isPrivateAddress } from "./private-address.ts";

/** What a receiver answered: enough of it to see what it says. */
export type WebhookAnswer = { status: number; answer: string };

/** A receiver that could not be asked, in words. */
export class WebhookProblem extends Error {
  override name = "WebhookProblem";
}

/** Standard Webhooks recommends 15 to 30 s. */
const PATIENCE_MS = 15_000;
const ANSWER_BYTES = 1_000;

/**
 * Posts a body. The address that a name stands for is looked at before anything is sent to it, and is the one that is
 * connected to: nobody gets at what is in our own network by a name (server-side request forgery). Redirects are not
 * followed. Of the answer no more is read than is kept. Throws WebhookProblem, or the reason of `signal`.
 */
export async function postWebhook(
  url: string,
  sent: { body: string; headers: Record<string, string> },
  how: { allowPrivate: boolean; signal: AbortSignal; patienceMs?: number },
): Promise<WebhookAnswer> {
  const { protocol, hostname } = new URL(url);
  const host = bareHost(hostname);
  if (isIP(host) !== 0 && !how.allowPrivate && isPrivateAddress(host)) throw refusal(host);
  const patience = AbortSignal.timeout(how.patienceMs ?? PATIENCE_MS);
  const signal = AbortSignal.any([how.signal, patience]);
  const body = Buffer.from(sent.body);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = protocol === "https:" ? requestHttps : requestHttp;
      const request = send(
        url,
        {
          method: "POST",
          headers: {
            ...sent.headers,
            "content-type": "application/json",
            "content-length": body.length,
            "user-agent": "Ringright",
          },
          // A connection of its own: none stays open, and none was looked up before.
          agent: false,
          lookup: how.allowPrivate ? undefined : lookupPublic,
          signal,
        },
        resolve,
      );
      request.on("error", reject);
      request.end(body);
    });
    return { status: response.statusCode ?? 0, answer: await readBeginning(response) };
  } catch (error) {
    if (how.signal.aborted) throw how.signal.reason;
    if (patience.aborted)
      throw new WebhookProblem(`no answer within ${Math.ceil((how.patienceMs ?? PATIENCE_MS) / 1000)} s`);
    throw error instanceof WebhookProblem ? error : new WebhookProblem(wordsFor(error), { cause: error });
  }
}

const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, "");
    const open = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined) return done(refusal(addresses[0]?.address ?? hostname), "");
    if (options.all) done(null, open);
    else done(null, first.address, first.family);
  });
};

function refusal(address: string): WebhookProblem {
  return new WebhookProblem(
    `its address ${address} is not on the open network; RINGRIGHT_PRIVATE_WEBHOOKS=allow would allow that`,
  );
}

async function readBeginning(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= ANSWER_BYTES) break;
  }
  response.destroy();
  // What no database text can hold is not shown either.
  return Buffer.concat(pieces).subarray(0, ANSWER_BYTES).toString("utf8").replaceAll("\u0000", "�");
}

/** Systems' words for what goes wrong on the way. */
const PROBLEMS: Record<string, string> = {
  ECONNREFUSED: "nobody listens at its address",
  ECONNRESET: "it hung up",
  EPIPE: "it hung up",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be looked up",
  ETIMEDOUT: "it can't be reached",
  EHOSTUNREACH: "it can't be reached",
  ENETUNREACH: "it can't be reached",
  EPROTO: "it does not speak TLS",
  HPE_INVALID_CONSTANT: "it does not speak HTTP",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
};

function wordsFor(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = PROBLEMS[code];
  if (known !== undefined) return known;
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) return `its certificate is not valid (${code})`;
  return `it can't be reached (${code || (error instanceof Error ? error.message : "unknown")})`;
}
