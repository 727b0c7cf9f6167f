import { expect, test } from "vitest";
import { detectAudio } from "./detect-audio.ts";
import { makeWav } from "./testing/make-wav.ts";

const bytes = (...all: number[]) => new Uint8Array([...all, ...new Array(12).fill(0)].slice(0, 12));

test("WAV and MP3 are known by their bytes", () => {
  expect(detectAudio(makeWav())).toBe("audio/wav");
  expect(detectAudio(Buffer.from("ID3\x04\0\0\0\0\0\0\0\0", "latin1"))).toBe("audio/mpeg");
  expect(detectAudio(bytes(0xff, 0xfb, 0x10, 0xc0))).toBe("audio/mpeg");
  // MPEG 2 and 2.5, as low rates have it.
  expect(detectAudio(bytes(0xff, 0xf3))).toBe("audio/mpeg");
  expect(detectAudio(bytes(0xff, 0xe3))).toBe("audio/mpeg");
});

test("whatever else it says it is, is not", () => {
  for (const other of [
    Buffer.from("<!doctype html><title>"),
    Buffer.from("RIFF\0\0\0\0AVI LIST", "latin1"),
    Buffer.from('{"code": 20404}'),
    Buffer.from("OggS"),
    new Uint8Array(),
    // Layers I and II, AAC, and a reserved version.
    bytes(0xff, 0xff),
    bytes(0xff, 0xfd),
    bytes(0xff, 0xf1),
    bytes(0xff, 0xeb),
  ])
    expect(detectAudio(other), Buffer.from(other).toString("latin1")).toBeNull();
});
