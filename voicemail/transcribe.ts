import { z } from "zod";
import { runTranscriber } from "./run-transcriber.ts";
import { TranscriptProblem } from "./transcript-problem.ts";

export { TranscriptProblem } from "./transcript-problem.ts";

/** Who writes down what is said, as the operator has set it up: a service, or a program on this machine. */
export type Transcriber = { url: string; token: string | null } | { command: readonly string[] };

/** Speech of five minutes has some 800 words; a long talk has more, of which the beginning is kept. */
const MOST_CHARACTERS = 20_000;

const answerSchema = z.object({ text: z.string() });

type Audio = { body: ReadableStream<Uint8Array>; bytes: number; type: string };
type How = { send: typeof fetch; signal: AbortSignal };

/** Has audio written down. Gives the text, trimmed; empty where nothing was understood. Throws TranscriptProblem, or the signal's reason. */
export async function transcribe(transcriber: Transcriber, audio: Audio, how: How): Promise<string> {
  const text =
    "command" in transcriber
      ? clean(await runTranscriber(transcriber.command, audio, how.signal))
      : await askService(transcriber, audio, how);
  return text.slice(0, MOST_CHARACTERS);
}

/**
 * Asks a service: the audio is the body of a POST with its media type, the answer is `{"text": "…"}` or
 * plain text.
 */
async function askService(
  { url, token }: Extract<Transcriber, { url: string }>,
  audio: Audio,
  { send, signal }: How,
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
  return readText(said, response.headers.get("content-type") ?? "");
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
