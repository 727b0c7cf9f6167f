import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { AudioProblem } from "./audio-problem.ts";
import { keepInBucket } from "./keep-in-bucket.ts";
import { keepInFolder } from "./keep-in-folder.ts";
import { openRecordings } from "./open-recordings.ts";
import { receiveAudio } from "./receive-audio.ts";
import { RecordingMissing } from "./recording-store.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { makeWav } from "./testing/make-wav.ts";
import { startBucket } from "./testing/start-bucket.ts";

const PLACE = "1/2026-05/0b7c6a52-31c4-4f6e-9d55-0e4d5b8f2a11.wav";
const wav = makeWav(2);
const take = async (folder: string, pieces: Iterable<Uint8Array> = [wav]) =>
  receiveAudio(arriving(pieces), { folder, maxBytes: 100_000 });
async function* arriving(pieces: Iterable<Uint8Array>) {
  yield* pieces;
}

describe.each([
  ["a folder", async () => keepInFolder(join(await makeScratchFolder(), "recordings"))],
  ["a bucket of an S3 server", async () => keepInBucket(await startBucket())],
])("recordings in %s", (_, open) => {
  test("are read back whole and in parts, replaced, and removed", async () => {
    const store = await open();
    const incoming = join(await makeScratchFolder(), "incoming");
    await store.put(PLACE, await take(incoming));
    expect(await readdir(incoming)).toEqual([]);
    const read = async (first: number, last: number) => buffer(await store.open(PLACE, { first, last }));
    expect(await read(0, wav.length - 1)).toEqual(wav);
    expect((await read(0, 3)).toString()).toBe("RIFF");
    expect((await read(8, 11)).toString()).toBe("WAVE");
    await store.put(PLACE, await take(incoming, [makeWav(1)]));
    expect((await read(0, 16_043)).length).toBe(16_044);
    await store.remove(PLACE);
    await store.remove(PLACE);
    await expect(read(0, 3)).rejects.toThrow(RecordingMissing);
  });

  test("are left half-way by who does not listen to the end", async () => {
    const store = await open();
    await store.put(PLACE, await take(join(await makeScratchFolder(), "incoming")));
    const stream = await store.open(PLACE, { first: 0, last: wav.length - 1 });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
  });
});

test("a bucket that refuses says so in its own word, and the file stays for another try", async () => {
  const bucket = await startBucket();
  const incoming = await makeScratchFolder();
  const file = await take(incoming);
  const nobody = keepInBucket({ ...bucket, accessKeyId: "nobody" });
  await expect(nobody.put(PLACE, file)).rejects.toThrow("the bucket answered 403 InvalidAccessKeyId");
  const nowhere = keepInBucket({ ...bucket, name: "nowhere" });
  await expect(nowhere.put(PLACE, file)).rejects.toThrow("the bucket answered 404 NoSuchBucket");
  expect((await stat(file.path)).size).toBe(wav.length);
});

test("what was kept in the folder is still found after a bucket came", async () => {
  const dataFolder = await makeScratchFolder();
  const before = openRecordings({ dataFolder, bucket: null });
  const place = before.place(PLACE);
  await before.put(place, await take(before.incoming));
  const after = openRecordings({ dataFolder, bucket: await startBucket() });
  const next = after.place("1/2026-06/next.wav");
  await after.put(next, await take(after.incoming));
  const ends = { first: 0, last: 3 };
  expect((await buffer(await after.open(place, ends))).toString()).toBe("RIFF");
  expect((await buffer(await after.open(next, ends))).toString()).toBe("RIFF");
  await expect(before.open(next, ends)).rejects.toThrow("RINGRIGHT_S3_BUCKET");
});

test("what is too large or no audio is not taken in, and leaves nothing behind", async () => {
  const folder = await makeScratchFolder();
  const limit = (maxBytes: number, ...pieces: Uint8Array[]) =>
    receiveAudio(arriving(pieces), { folder, maxBytes });
  await expect(limit(1_000, wav)).rejects.toThrow("it is larger than 1 kB");
  await expect(limit(100_000_000, Buffer.from("<html><body>An error"))).rejects.toThrow(AudioProblem);
  await expect(limit(1_000)).rejects.toThrow("it is neither WAV nor MP3");
  // In the smallest pieces, the first bytes of all.
  const single = await limit(100_000, ...[...wav.subarray(0, 50)].map((byte) => new Uint8Array([byte])));
  expect(single).toMatchObject({ bytes: 50, type: "audio/wav" });
  const broken = (async function* () {
    yield wav;
    throw new Error("the line went dead");
  })();
  await expect(receiveAudio(broken, { folder, maxBytes: 100_000 })).rejects.toThrow("the line went dead");
  expect(await readdir(folder)).toHaveLength(1);
});

test("what a killed process left half-written is removed after an hour", async () => {
  const folder = await makeScratchFolder();
  const { path } = await take(folder);
  const written = (await stat(path)).mtimeMs;
  await removeLeftovers(folder, written + 60_000);
  expect(await readdir(folder)).toHaveLength(1);
  await removeLeftovers(folder, written + 3_600_001);
  expect(await readdir(folder)).toEqual([]);
  await removeLeftovers(join(folder, "missing"), written);
});
