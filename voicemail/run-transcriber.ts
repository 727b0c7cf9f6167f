import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TranscriptProblem } from "./transcript-problem.ts";

/** More than any talk has words; what goes on is stopped. */
const MOST_BYTES = 1_000_000;
/** Of what the command says went wrong, its last line, cut. */
const MOST_COMPLAINT = 200;

/** What a command sees of our own surroundings: nothing that is secret. */
const PASSED_ON = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ"];

/**
 * Has audio written down by a program on this machine: it gets the audio on its standard input and its media type in
 * `RINGRIGHT_AUDIO_TYPE`, and prints the text. No shell is involved, and nothing of a call is among its arguments. Gives
 * what it printed; throws TranscriptProblem, or the signal's reason after the program was stopped.
 */
export async function runTranscriber(
  [program = "", ...args]: readonly string[],
  audio: { body: ReadableStream<Uint8Array>; type: string },
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const surroundings = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...Object.fromEntries(surroundings), RINGRIGHT_AUDIO_TYPE: audio.type },
    shell: false,
  });
  const stop = () => child.kill("SIGKILL");
  signal.addEventListener("abort", stop);
  try {
    // One that ends before it has read everything breaks the pipe, which is its own affair: its exit code counts.
    const fed = pipeline(Readable.fromWeb(audio.body as never), child.stdin).catch(() => {});
    const ended = new Promise<number | string>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, killedBy) => resolve(code ?? killedBy ?? "nothing"));
    });
    const [said, complaint, end] = await Promise.all([
      readUpTo(child.stdout, MOST_BYTES, stop),
      readTail(child.stderr),
      ended,
      fed,
    ]);
    signal.throwIfAborted();
    if (said === null) throw new TranscriptProblem("the command says more than any talk has words");
    if (end !== 0) throw new TranscriptProblem(`the command ended with ${end}${complaint}`);
    return said;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof TranscriptProblem) throw error;
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new TranscriptProblem(`the command can't be run${code}`, { cause: error });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** All that comes, as text; null where it is too much, which is told to `stop`. */
async function readUpTo(stream: Readable, most: number, stop: () => void): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    bytes += piece.length;
    if (bytes <= most) pieces.push(piece);
    else stop();
  }
  return bytes > most ? null : Buffer.concat(pieces).toString("utf8");
}

/** The last line that comes, to be put behind other words. */
async function readTail(stream: Readable): Promise<string> {
  let tail = "";
  for await (const piece of stream) tail = `${tail}${piece}`.slice(-4_096);
  const [last = ""] = tail.trim().split("\n").slice(-1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out.
  const plain = last.replaceAll(/[\u0000-\u001f]/g, " ").trim();
  return plain === "" ? "" : `: ${plain.slice(0, MOST_COMPLAINT)}`;
}
