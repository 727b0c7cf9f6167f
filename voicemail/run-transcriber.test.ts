import { expect, test } from "vitest";
import { runTranscriber } from "./run-transcriber.ts";

/** A real program of a few lines, as an operator may have one. */
const program = (source: string) => [process.execPath, "--input-type=module", "--eval", source];
const audioOf = (bytes: Uint8Array<ArrayBuffer>) => ({ body: new Blob([bytes]).stream(), type: "audio/wav" });
const SOME = new Uint8Array([1, 2, 3]);
const run = (source: string, signal = new AbortController().signal, bytes = SOME) =>
  runTranscriber(program(source), audioOf(bytes), signal);

const COUNTS = `let bytes = 0;
for await (const piece of process.stdin) bytes += piece.length;
console.log("Please call back. " + bytes + " " + process.env.RINGRIGHT_AUDIO_TYPE);`;

test("a program gets the audio and its type, and what it prints is the text", async () => {
  const large = new Uint8Array(3_000_000);
  expect(await run(COUNTS, undefined, large)).toBe("Please call back. 3000000 audio/wav\n");
});

test("its arguments are its own: no shell reads them", async () => {
  const [node = "", ...args] = program("console.log(process.argv.at(-1))");
  const odd = "$(touch /tmp/owned); `id` | cat > x";
  expect(await runTranscriber([node, ...args, odd], audioOf(SOME), new AbortController().signal)).toBe(
    `${odd}\n`,
  );
});

test("it sees nothing of our own secrets", async () => {
  process.env.AWS_SECRET_ACCESS_KEY = "s3cret";
  try {
    expect(
      await run("console.log(Object.values(process.env).includes('s3cret'), 'PATH' in process.env)"),
    ).toBe("false true\n");
  } finally {
    delete process.env.AWS_SECRET_ACCESS_KEY;
  }
});

test("one that fails is no text: its exit code and its last words are told", async () => {
  await expect(
    run("console.log('half a'); console.error('warming up\\nno model'); process.exit(3)"),
  ).rejects.toThrow("the command ended with 3: no model");
  await expect(run("process.kill(process.pid, 'SIGTERM')")).rejects.toThrow("the command ended with SIGTERM");
});

test("one that reads nothing, or only a little, may still answer", async () => {
  const large = new Uint8Array(3_000_000);
  expect(await run("process.stdout.write('short')", undefined, large)).toBe("short");
});

test("one that can't be found or run is told of", async () => {
  const signal = new AbortController().signal;
  await expect(runTranscriber(["/no/such/program"], audioOf(SOME), signal)).rejects.toThrow(
    "the command can't be run (ENOENT)",
  );
  await expect(runTranscriber([import.meta.dirname], audioOf(SOME), signal)).rejects.toThrow(
    /can't be run \(E/,
  );
});

test("one that never ends is stopped with its time, and one that never stops talking at once", async () => {
  const late = AbortSignal.timeout(300);
  await expect(run("setInterval(() => {}, 1000)", late)).rejects.toThrow(/timeout/);
  expect(late.aborted).toBe(true);
  await expect(
    run(
      "const line = 'la '.repeat(10_000); const go = () => { while (process.stdout.write(line)); }; process.stdout.on('drain', go); go();",
    ),
  ).rejects.toThrow("the command says more than any talk has words");
});
