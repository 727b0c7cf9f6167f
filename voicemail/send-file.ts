import { createReadStream } from "node:fs";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { LocalFile } from "./recording-store.ts";

/**
 * Sends a file as the body of a request, and gives the answer with its text. The platform's fetch would hold the whole
 * of it in memory before it is sent.
 */
export async function sendFile(signed: Request, file: LocalFile): Promise<{ status: number; said: string }> {
  const request = signed.url.startsWith("https:") ? requestHttps : requestHttp;
  const headers = { ...Object.fromEntries(signed.headers), "content-length": file.bytes };
  const outgoing = request(signed.url, { method: signed.method, headers, signal: signed.signal });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve).once("error", reject);
  });
  // Who refuses may say so and hang up before all of it is sent: then the answer is what counts.
  const sent = pipeline(createReadStream(file.path), outgoing).catch(() => {});
  const answer = await answered;
  const said = await text(answer);
  await sent;
  return { status: answer.statusCode ?? 0, said };
}
