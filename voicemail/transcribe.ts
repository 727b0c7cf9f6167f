import { z } from "zod";

/** A service that writes down what is said, as the operator has set it up. */
export type Transcriber = { url: string; token: string | null };

/** It did not, in words that follow "the message could not be written down: ". */
export class TranscriptProblem extends Error {
  override name = "TranscriptProblem";
}

/** Speech of five minutes has some 800 words. */
const MOST_CHARACTERS = 20_000;

const answerSchema = z.object({ text: z.string() });

/**
 * Has a message written down: its audio is the body of a POST with its media type, the answer is `{"text": "…"}` or
 * plain text. Gives the text, trimmed; empty where nothing was understood. Throws TranscriptProblem, or the signal's reason.
 */
export async function transcribe(
  { url, token }: Transcriber,
  audio: { body: ReadableStream<Uint8Array>; bytes: number; type: string },
  { send, signal }: { send: typeof fetch; signal: AbortSignal },
): Promise<string> {
  let response: Response;
  let said: string;
  try {
    response = await send(url, {
      method: "POST",
      headers: {
        accept: "application/json, text/plain",
        "content-type": audio.type,
        "content-length": String(audio.bytes),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: audio.body,
      duplex: "half",
      redirect: "error",
      signal,
    });
    said = await response.text();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new TranscriptProblem("the service can't be reached", { cause: error });
  }
  if (!response.ok) throw new TranscriptProblem(`the service answered ${response.status}`);
  return readText(said, response.headers.get("content-type") ?? "").slice(0, MOST_CHARACTERS);
}

function readText(said: string, type: string): string {
  if (!type.includes("json")) return clean(said);
  try {
    return clean(answerSchema.parse(JSON.parse(said)).text);
  } catch (error) {
    throw new TranscriptProblem('the service did not answer with {"text": "…"}', { cause: error });
  }
}

/** PostgreSQL keeps no NUL, and no half characters. */
function clean(text: string): string {
  return text.replaceAll("\0", "").toWellFormed().trim();
}
